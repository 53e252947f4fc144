// What the letters of symbol fonts show, as Unicode.
#include <algorithm>
#include <array>
#include <string>

#include "sheaf/text.hpp"

namespace sheaf::text {
namespace {

// The fonts' own encodings from 0x20 to 0xFF. Symbol: Adobe's, as Word uses it. The others: the characters
// that Unicode 7 encoded for these fonts (L2/12-368), or the older character of the same shape where there is
// one, since fonts show that one and rules know it: bullets, ticks, crosses, boxes, arrows, digits in
// circles.
constexpr char32_t no_character = 0xFFFD;
// clang-format does not agree with itself about the width of these characters.
// clang-format off
constexpr std::u32string_view symbol_table =
    U" !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    U"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    U"‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼�"
    U"��������������������������������"
    U"€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    U"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    U"◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�";
constexpr std::u32string_view wingdings_table =
    U" ✏✂✁👓🕭🕮🕯☎✆✉🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛⌨🖰🖲🖳🖴🖫🖬✇"
    U"✍"
    U"🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣☠🏳⚐✈☼🌢❄🕆✞🕈✠✡☪☯ॐ☸♈"
    U"♉"
    U"♊♋♌♍♎♏♐♑♒♓&&●❍◼□□❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞▯"
    U"⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•"
    U"▪○○○◉◎🔿▪◻🟁✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗"
    U"🕘"
    U"🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈➲⮉⮋"
    U"←"
    U"→↑↓↖↗↙↘🡸➔🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑"
    U"�";
constexpr std::u32string_view wingdings_2_table =
    U" 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱"
    U"🖒🖓🖘🖙"
    U"🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗✓☒☑☒☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹"
    U"🙺"
    U"🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"
    U"�"
    U"☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿"
    U"🞌"
    U"🞍◾■□🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀"
    U"⯁"
    U"⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶"
    U"🞷🞸🞹🞺"
    U"🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒✹🟃🟇✯🟍🟔⯌⯍※⁂�����"
    U"�";
constexpr std::u32string_view wingdings_3_table =
    U" ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧"
    U"⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥"
    U"🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁"
    U"�"
    U"🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂"
    U"🠁🠃🠄🠆🠅"
    U"🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟🠮🠰🠲🠴🠶🠸🠺🠹🠻"
    U"🢘🢚🢙🢛🠼🠾🠽"
    U"🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲"
    U"🡱🡳🡴🡵🡷"
    U"🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕🢗��������������"
    U"�";
constexpr std::u32string_view webdings_table =
    U" 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚"
    U"🗳"
    U"🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽"
    U"🗭🗪🗫"
    U"⮔✔🚲⬜🛡📦🛱⬛🚑🛈🛩🛰🟈🕴⬤🛥🚔🗘🗙❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲"
    U"�"
    U"🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺"
    U"🖻"
    U"🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺"
    U"💻"
    U"🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬"
    U"🌫"
    U"🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎"
    U"🕊";
// clang-format on

std::u32string_view table(SymbolFont font) {
    switch (font) {
        case SymbolFont::symbol:
            return symbol_table;
        case SymbolFont::wingdings:
            return wingdings_table;
        case SymbolFont::wingdings_2:
            return wingdings_2_table;
        case SymbolFont::wingdings_3:
            return wingdings_3_table;
        case SymbolFont::webdings:
            return webdings_table;
        case SymbolFont::none:
        case SymbolFont::other:
            break;
    }
    return {};
}

// Codes in the private use area whose meaning is plain although the font is not known: bullets, ticks and
// arrows of Wingdings.
constexpr std::u32string_view plain_without_font =
    U"\uF06C\uF06D\uF06E\uF06F\uF070\uF071\uF072\uF073\uF074\uF075\uF076\uF077\uF07D\uF09E\uF09F\uF0A0\uF0A1"
    U"\uF0A4\uF0A7\uF0A8\uF0AB\uF0D8\uF0DC\uF0E0\uF0E8\uF0F0\uF0FB\uF0FC\uF0FD\uF0FE";

}  // namespace

SymbolFont symbol_font(std::string_view name) {
    constexpr std::pair<std::string_view, SymbolFont> names[] = {
        {"symbol", SymbolFont::symbol},           {"wingdings", SymbolFont::wingdings},
        {"wingdings 2", SymbolFont::wingdings_2}, {"wingdings 3", SymbolFont::wingdings_3},
        {"webdings", SymbolFont::webdings},       {"marlett", SymbolFont::other},
        {"zapfdingbats", SymbolFont::other},      {"mt extra", SymbolFont::other},
        {"monotype sorts", SymbolFont::other},    {"zapf dingbats", SymbolFont::other},
        {"itc zapf dingbats", SymbolFont::other}};
    const auto same = [&](std::string_view known) {
        return std::equal(name.begin(), name.end(), known.begin(), known.end(), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
        });
    };
    for (const auto& [known, font] : names)
        if (same(known)) return font;
    return SymbolFont::none;
}

char32_t symbol(SymbolFont font, char32_t code) {
    const char32_t low = code >= 0xF020 && code <= 0xF0FF ? code - 0xF000 : code;
    if (font == SymbolFont::none || low < 0x20 || low > 0xFF) return code;
    const std::u32string_view shown = table(font);
    const char32_t c = shown.empty() ? no_character : shown[low - 0x20];
    return c == no_character ? 0xF000 + low : c;
}

char32_t unicode_of_symbol(char32_t c) {
    switch (c) {
        case 0xF02D:
            return 0x2212;
        case 0xF0B7:
            return 0x2022;
        case 0xF0BE:
            return 0x2013;
        case 0xF0FF:
            return 0x25A0;
        default:
            return plain_without_font.find(c) == std::u32string_view::npos ? c
                                                                           : symbol(SymbolFont::wingdings, c);
    }
}

}  // namespace sheaf::text
