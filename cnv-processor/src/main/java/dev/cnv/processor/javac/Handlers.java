package dev.cnv.processor.javac;

import dev.cnv.processor.model.Handler;
import dev.cnv.processor.read.HandlerReader;
import java.util.HashMap;
import java.util.Map;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The models of annotated classes, each read once a compilation. One thread. */
final class Handlers {

    private final HandlerReader reader;
    private final Map<TypeElement, Handler> read = new HashMap<>();

    Handlers(Elements elements) {
        this.reader = new HandlerReader(elements);
    }

    Handler of(TypeElement type) {
        return read.computeIfAbsent(type, reader::read);
    }
}
