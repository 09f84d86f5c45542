@dev.cnv.annotations.Isolated
package good.isolated;
