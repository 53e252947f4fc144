// The XML names that this plugin knows, as small numbers. Strict and transitional OOXML, and Word 2003 XML,
// use different namespaces for the same vocabulary: each maps to one `Ns`.
#pragma once

#include <cstdint>
#include <string_view>

namespace sheaf::docx {

enum class Ns : std::uint8_t {
    none,
    other,
    w,    ///< WordprocessingML (ECMA-376 part 1, 17), Word 2003's dialect included
    r,    ///< relationships in document content (part 1, 22.8)
    mc,   ///< markup compatibility (part 3)
    wp,   ///< DrawingML, word-processing drawing (part 1, 20.4)
    a,    ///< DrawingML (20.1)
    wps,  ///< Word's shapes, groups and canvases
    v,    ///< VML (part 4)
    o,    ///< VML, Office's part of it
    m,    ///< mathematics (22.1)
    c,    ///< charts (21.2)
    dgm,  ///< diagrams (21.4)
    w14,  ///< Word 2010's extensions
    wx,   ///< Word 2003's hints
    aml,  ///< Word 2003's annotations
    pkg,  ///< Flat OPC
    ct,   ///< content types of a package (part 2)
    rel,  ///< relationships of a package (part 2)
    cp,   ///< core properties (part 2, 11)
    dc,   ///< Dublin Core
    ep,   ///< extended properties (22.2)
    xml,  ///< xml:space, xml:lang
};

// clang-format off
#define SHEAF_DOCX_NAMES(X) \
    X(AlternateContent) X(AppVersion) X(Application) X(Choice) X(ContentType) X(Default) X(DocumentProperties) \
    X(Extension) X(Fallback) X(Id) X(OLEObject) X(Override) X(PartName) X(ProgID) X(Relationship) \
    X(Relationships) X(Requires) X(Target) X(TargetMode) X(Title) X(Type) X(Types) X(abstractNum) \
    X(abstractNumId) X(abstractNumIdRef) X(alias) X(alt) X(altChunk) X(anchor) X(annotation) X(annotationRef) \
    X(ascii) X(author) X(b) X(basedOn) X(bidi) X(binData) X(binaryData) X(body) X(bookmarkEnd) X(bookmarkStart) X(bottom) \
    X(br) X(caps) X(cellDel) X(cellIns) X(cellMerge) X(char_) X(chart) X(checkBox) X(checked) X(color) \
    X(comment) X(commentRangeEnd) X(commentRangeStart) X(commentReference) X(comments) X(compression) \
    X(content) X(contentType) X(continuationSeparator) X(cr) X(createdate) X(creator) X(cs) X(customMarkFollows) \
    X(customStyle) X(customXml) X(customXmlDelRangeEnd) X(data) X(dataModel) X(date) X(ddList) X(decorative) \
    X(default_) X(del) X(delInstrText) X(delText) X(descr) X(dest) X(dir) X(docDefaults) X(docGrid) \
    X(docPartGallery) X(docPartObj) X(docPr) X(document) X(drawing) X(dropCap) X(dropDownList) X(dstrike) X(eastAsia) \
    X(end) X(endnote) X(endnotePr) X(endnoteRef) X(endnoteReference) X(endnotes) X(evenAndOddHeaders) \
    X(ffData) X(firstColumn) X(firstRow) X(fldChar) X(fldCharType) X(fldData) X(fldSimple) X(font) X(fonts) \
    X(footerReference) X(footnote) X(footnotePr) X(footnoteRef) X(footnoteReference) X(footnotes) X(framePr) \
    X(ftr) X(fullDate) X(gfxdata) X(glossaryDocument) X(graphic) X(graphicData) X(gridAfter) X(gridBefore) \
    X(gridSpan) X(hAnsi) X(hMerge) X(hanging) X(hdr) X(header) X(headerReference) X(hidden) X(hint) X(hlink) X(hyperlink) \
    X(i) X(id) X(ilfo) X(ilst) X(ilvl) X(imagedata) X(ind) X(initials) X(inline_) X(ins) X(insideH) X(insideV) X(instr) X(instrText) \
    X(isLgl) X(jc) X(keywords) X(lang) X(language) X(lastColumn) X(lastRenderedPageBreak) X(lastRow) X(left) \
    X(link) X(list) X(listDef) X(listDefId) X(listEntry) X(listPr) X(listStyleLink) X(lists) X(listStyle) X(lvl) X(lvlOverride) \
    X(lvlPicBulletId) X(lvlRestart) X(lvlText) X(moveFrom) X(moveTo) X(name) X(nfc) X(noBreakHyphen) \
    X(noEndnote) X(nsid) X(num) X(numFmt) X(numId) X(numPr) X(numRestart) X(numStart) X(numStyleLink) X(numbering) \
    X(object) X(oMath) X(oMathPara) X(outlineLvl) X(p) X(pPr) X(pPrChange) X(pPrDefault) X(pStyle) X(package) \
    X(part) X(pict) X(pic) X(placeholder) X(pos) X(proofErr) X(pt) X(ptab) X(r) X(rFonts) X(rPr) X(rPrChange) \
    X(rPrDefault) X(rStyle) X(relIds) X(restart) X(result) X(rt) X(rtl) X(ruby) X(rubyBase) X(rubyPr) X(sdt) X(sdtContent) \
    X(sdtEndPr) X(sdtPr) X(sect) X(sectPr) X(separator) X(settings) X(shape) X(shapetype) X(showingPlcHdr) X(smallCaps) X(smartTag) \
    X(softHyphen) X(space) X(specVanish) X(start) X(startOverride) X(strike) X(string) X(style) X(styleId) \
    X(styleLink) X(styles) X(sub_section) X(subDoc) X(subject) X(suff) X(sym) X(sz) X(t) X(tab) X(tbl) X(tblBorders) X(tblGrid) \
    X(tblHeader) X(tblLook) X(tblPr) X(tblPrEx) X(tblStyle) X(tblStylePr) X(tc) X(tcBorders) X(tcPr) X(text) \
    X(textbox) X(textpath) X(themeFontLang) X(title) X(titlePg) X(top) X(tr) X(trPr) X(trackRevisions) X(txbx) X(txbxContent) X(type) X(u) \
    X(uiName) X(Author) X(Category) X(Created) X(Keywords) X(LastSaved) X(Subject) X(category) X(created) X(modified) X(uri) X(v) X(vMerge) X(val) X(vanish) X(vertAlign) X(vmerge) X(webHidden) X(wordDocument) X(xmlData) \
    X(begChr) X(chr) X(d) X(dPr) X(den) X(endChr) X(f) X(nary) X(naryPr) X(rad) X(sepChr) X(sup) X(listPicBullet) X(right) X(hmerge) X(dm) X(rPrIns) X(moveFromRangeStart) X(tblPrChange) X(background) X(bgColor) X(checkbox) X(checkedState) X(dataBinding) \
    X(dateFormat) X(deg) X(displayText) X(fill) X(format) X(gridCol) X(highlight) X(itemID) X(lid) X(listItem) \
    X(picture) X(prefixMappings) X(richText) X(shd) X(storeItemID) X(sub) X(symEx) X(textInput) X(uncheckedState) \
    X(value) X(w) X(xpath) X(control) X(objectEmbed) X(position) X(progId) X(themeFill) X(e) X(behindDoc) X(sSubSup) X(comboBox) \
    X(eqArr) X(fName) X(func) X(lim) X(m) X(mr) X(sPre) X(themeColor) X(themeShade) X(dayShort) \
    X(monthShort) X(yearShort) X(dayLong) X(monthLong) X(yearLong) X(fPr) X(ctrlPr) X(radPr) X(phant) X(phantPr) X(show) X(sSub) X(sSup) \
    X(alpha) X(gradFill) X(gs) X(gsLst) X(lumMod) X(lumOff) X(noFill) X(repeatingSection) X(repeatingSectionItem) X(schemeClr) X(shade) X(solidFill) X(srgbClr) X(textFill) \
    X(textOutline) X(themeFillShade) X(themeFillTint) X(themeTint) X(tint)
// clang-format on

/// A local name. `other` stands for every name that the plugin has no use for.
enum class Tag : std::uint16_t {
    other,
#define SHEAF_DOCX_TAG(name) name,
    SHEAF_DOCX_NAMES(SHEAF_DOCX_TAG)
#undef SHEAF_DOCX_TAG
};

Ns namespace_of(std::string_view uri);
/// The namespace that a prefix stands for by custom, for documents that forget to declare it.
Ns namespace_of_prefix(std::string_view prefix);
Tag tag_of(std::string_view local_name);

}  // namespace sheaf::docx
