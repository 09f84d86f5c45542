@dev.cnv.annotations.Isolated
package bad;
