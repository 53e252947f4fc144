#include <catch2/catch.hpp>

#include "sheaf/date.hpp"

using namespace sheaf;

static std::string dates(std::string_view s) {
    std::string out;
    for (const DateMention& m : find_dates(s)) {
        if (!out.empty()) out += ", ";
        out += to_iso(m.first);
        if (m.last != m.first) out += ".." + to_iso(m.last);
    }
    return out;
}

TEST_CASE("days in a list are the days from the first to the last") {
    CHECK(dates("on 20, 21 and 22 May 2024") == "2024-05-20..2024-05-22");
    CHECK(dates("on Monday 20, Tuesday 21 and Wednesday 22 May 2024") == "2024-05-20..2024-05-22");
    CHECK(dates("4, 11, 18 & 25 May 2024") == "2024-05-04..2024-05-25");
    CHECK(dates("in rooms 20, 12 and 22 May 2024") == "2024-05-22");
}

TEST_CASE("single dates are read day first") {
    CHECK(dates("7 April 2026") == "2026-04-07");
    CHECK(dates("07/04/2026") == "2026-04-07");
    CHECK(dates("13.03.2017") == "2017-03-13");
    CHECK(dates("7-4-2026") == "2026-04-07");
    CHECK(dates("19/11/21") == "2021-11-19");
    CHECK(dates("01.10.12") == "2012-10-01");
    CHECK(dates("2026-04-07") == "2026-04-07");
    CHECK(dates("Tuesday, 7th April 2026") == "2026-04-07");
    CHECK(dates("the 7 th of April, 2026.") == "2026-04-07");
    CHECK(dates("3 Sept. 2019") == "2019-09-03");
    CHECK(dates("7\u00A0April\u00A02026") == "2026-04-07");
    CHECK(dates("29 February 2024") == "2024-02-29");
}

TEST_CASE("dates are read month first, too") {
    CHECK(dates("March 14, 2024") == "2024-03-14");
    CHECK(dates("Sept. 21st, 2006") == "2006-09-21");
    CHECK(dates("Thursday, March 14 2024.") == "2024-03-14");
    CHECK(dates("March 14 to 18, 2024") == "2024-03-14..2024-03-18");
    CHECK(dates("March 14 – April 2, 2024") == "2024-03-14..2024-04-02");
    for (const char* other :
         {"they may 14 2024", "In May 2024", "March 14", "March 14, 20245", "Marching 14, 2024"})
        CHECK(dates(other).empty());
}

TEST_CASE("a range may be of one day, and none ends before it begins") {
    const auto found = find_dates("from 5 May 2024 to 5 May 2024");
    REQUIRE(found.size() == 1);
    CHECK(found[0].first == found[0].last);
    CHECK(dates("5 to 5 May 2024") == "2024-05-05");
    CHECK(dates("6 to 5 May 2024").empty());
}

TEST_CASE("a weekday is held against its date") {
    const auto fits = [](std::string_view text) { return find_dates(text).at(0).weekday_fits; };
    CHECK(fits("7 April 2026"));
    CHECK(fits("Tuesday 7 April 2026"));
    CHECK(fits("Dydd Mawrth 7 Ebrill 2026"));
    CHECK(fits("Tuesday, April 7, 2026"));
    CHECK_FALSE(fits("Monday, 7 April 2026"));
    CHECK_FALSE(fits("Monday 12th to Thursday 16th June 2017"));
}

TEST_CASE("a date without a year is of the last year in which it is not after the letter's date") {
    const Date letter{2024, 2, 10};
    const auto only = [&](std::string_view text) {
        const auto found = find_dates(text, letter);
        REQUIRE(found.size() == 1);
        CHECK(found[0].year_printed == (text.find("20") != text.npos));
        return to_iso(found[0].first) + ".." + to_iso(found[0].last);
    };
    CHECK(only("on 13 and 14 July") == "2023-07-13..2023-07-14");
    CHECK(only("between 5 and 9 February") == "2024-02-05..2024-02-09");
    CHECK(only("30 December to 3 January") == "2023-12-30..2024-01-03");
    CHECK(only("from 3 to 7 May 2022") == "2022-05-03..2022-05-07");
    CHECK(find_dates("on 13 and 14 July").empty());
}

TEST_CASE("Welsh dates are read") {
    CHECK(dates("7 Ebrill 2026") == "2026-04-07");
    CHECK(dates("12 o Fehefin 2017") == "2017-06-12");
    CHECK(dates("Dydd Llun 3 Rhagfyr 2018") == "2018-12-03");
    CHECK(dates("23 i 25 Chwefror 2026") == "2026-02-23..2026-02-25");
    CHECK(dates("rhwng 23 a 25 Chwefror 2026") == "2026-02-23..2026-02-25");
}

TEST_CASE("ranges are read as people write them") {
    CHECK(dates("23 – 25 February 2026") == "2026-02-23..2026-02-25");
    CHECK(dates("23-25 February 2026") == "2026-02-23..2026-02-25");
    CHECK(dates("27 September to 8 October 2021") == "2021-09-27..2021-10-08");
    CHECK(dates("12 June – 7 July 2017") == "2017-06-12..2017-07-07");
    CHECK(dates("12 November 2018 to 23 November 2018") == "2018-11-12..2018-11-23");
    CHECK(dates("between 23 and 25 February 2026") == "2026-02-23..2026-02-25");
    CHECK(dates("Monday 12th to Friday 16th June 2017") == "2017-06-12..2017-06-16");
    CHECK(dates("13/03/2017 – 17/03/2017") == "2017-03-13..2017-03-17");
    CHECK(dates("30 December 2019 to 3 January 2020") == "2019-12-30..2020-01-03");
    CHECK(dates("on 4 and 5 May 2021") == "2021-05-04..2021-05-05");
}

TEST_CASE("a year of two digits counts behind an apostrophe, or where it closes its clause") {
    CHECK(dates("send it by 12 November 18.") == "2018-11-12");
    CHECK(dates("By 12 November 18, all had left") == "2018-11-12");
    CHECK(dates("12 November 18") == "2018-11-12");
    CHECK(dates("12 Tachwedd 18") == "2018-11-12");
    CHECK(dates("since 3 May '97 the quay") == "1997-05-03");
    CHECK(dates("3 to 7 May 21.") == "2021-05-03..2021-05-07");
    for (const char* other :
         {"By 12 November 18 people had left.", "On 12 November 18, 20 and 22 people left.",
          "On 12 November 18% had left.", "12 November 18.5 tonnes", "12 November 180."}) {
        INFO(other);
        CHECK(dates(other).empty());
    }
}

TEST_CASE("two dates joined by and are two dates") {
    CHECK(dates("on 4 May 2021 and 9 June 2021") == "2021-05-04, 2021-06-09");
}

TEST_CASE("the range covers the words of the date, weekday included") {
    const std::string s = "It was seen on Monday 12 to Friday 16 June 2017, twice.";
    const auto found = find_dates(s);
    REQUIRE(found.size() == 1);
    CHECK(s.substr(found[0].range.start, found[0].range.end - found[0].range.start) ==
          "Monday 12 to Friday 16 June 2017");
}

TEST_CASE("what is no date is not taken for one") {
    for (const auto* s :
         {"", "2017", "June 2017", "31 February 2017", "29 February 2023", "32 May 2020", "0 May 2020",
          "4.11.2 Plans", "1.10.12 Plans", "12/13/2017", "paragraph 4.11 in 2017", "page 12 of 15",
          "1234/05/2017", "12 June", "1,12 June 2017", "ref 12/05/20171", "5 Marchers 2017", "10 of 2017",
          "12.5.3.2017"}) {
        CAPTURE(s);
        CHECK(dates(s).empty());
    }
}

TEST_CASE("a range whose end lies before its start is no mention") {
    CHECK(dates("25 – 23 February 2026").empty());
    CHECK(dates("12 December to 5 January 2018").empty());
}

TEST_CASE("ISO dates are read back") {
    CHECK(date_from_iso("2026-04-07") == Date{2026, 4, 7});
    CHECK_FALSE(date_from_iso("2026-4-7"));
    CHECK_FALSE(date_from_iso("2026-02-30"));
    CHECK_FALSE(date_from_iso("07/04/2026"));
    CHECK_FALSE(date_from_iso("2026-04-07T00"));
}

TEST_CASE("hostile text is survived") {
    CHECK(dates(std::string(1 << 16, '1')).empty());
    CHECK(dates("12 \xFF June 2017\xC3").empty());
    std::string many;
    for (int i = 0; i < 20000; ++i) many += "1 - ";
    CHECK(dates(many).empty());
}
