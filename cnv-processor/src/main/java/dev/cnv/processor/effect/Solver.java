package dev.cnv.processor.effect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Closes summaries over calls: the least summaries that hold for every body. Methods are taken with
 * the methods they call before them, which settles most of them at once; those that call each other
 * in a circle are taken again until nothing changes. Summaries only grow, and are finite.
 */
public final class Solver {

    private final List<Node> order = new ArrayList<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private int count;

    private record Visit(Node node, Iterator<Node> callees) {}

    /**
     * Solves.
     *
     * @param roots the methods of interest; those that they call are found
     */
    public void solve(Collection<Node> roots) {
        roots.forEach(this::visit);
        Deque<Node> waiting = new ArrayDeque<>();
        for (Node node : order) {
            node.waiting = true;
            waiting.add(node);
        }
        while (!waiting.isEmpty()) {
            Node node = waiting.poll();
            node.waiting = false;
            Body body = node.body();
            if (body != null && node.update(body.evaluate())) {
                for (Node caller : node.callers()) {
                    if (!caller.waiting) {
                        caller.waiting = true;
                        waiting.add(caller);
                    }
                }
            }
        }
    }

    /** {@return every method that was reached, callees first} */
    public List<Node> order() {
        return List.copyOf(order);
    }

    /** Tarjan's strongly connected components (1972), without recursion: call chains may be long. */
    private void visit(Node root) {
        if (root.index >= 0) {
            return;
        }
        Deque<Visit> path = new ArrayDeque<>();
        path.push(enter(root));
        while (!path.isEmpty()) {
            Visit at = path.peek();
            if (at.callees().hasNext()) {
                Node callee = at.callees().next();
                callee.callers().add(at.node());
                if (callee.index < 0) {
                    path.push(enter(callee));
                } else if (callee.open) {
                    at.node().low = Math.min(at.node().low, callee.index);
                }
                continue;
            }
            path.pop();
            leave(at.node());
            if (!path.isEmpty()) {
                Node caller = path.peek().node();
                caller.low = Math.min(caller.low, at.node().low);
            }
        }
    }

    private Visit enter(Node node) {
        node.index = count;
        node.low = count++;
        node.open = true;
        open.push(node);
        return new Visit(node, joinedCallees(node).iterator());
    }

    /** The methods that a method may call, with one for all that a function may be. */
    private static List<Node> joinedCallees(Node node) {
        List<Node> callees = new ArrayList<>();
        Body body = node.body();
        if (body != null) {
            for (Body.Site site : body.sites()) {
                switch (site) {
                    case Body.Call call -> add(call.targets().get(), node, callees);
                    case Body.Apply apply -> add(apply.targets().joined(), node, callees);
                    case Body.Direct _, Body.Change _ -> {}
                }
            }
        }
        return callees;
    }

    private static void add(List<Node> more, Node caller, List<Node> callees) {
        for (Node callee : more) {
            if (callee.caller != caller) {
                callee.caller = caller;
                callees.add(callee);
            }
        }
    }

    private void leave(Node node) {
        order.add(node);
        if (node.low == node.index) {
            boolean circle = open.peek() != node || node.callers().contains(node);
            Node member;
            do {
                member = open.pop();
                member.open = false;
                member.recursive = circle;
            } while (member != node);
        }
    }

    /** {@return the methods that a method may call} */
    public static Set<Node> callees(Node node) {
        Set<Node> callees = new LinkedHashSet<>();
        Body body = node.body();
        if (body != null) {
            for (Body.Site site : body.sites()) {
                switch (site) {
                    case Body.Call call -> callees.addAll(call.targets().get());
                    case Body.Apply apply -> callees.addAll(apply.targets().get());
                    case Body.Direct _, Body.Change _ -> {}
                }
            }
        }
        return callees;
    }
}
