#!/usr/bin/env python3
"""summary.py FILE: what did not run, and why, of a run of `ctest --output-junit FILE --test-output-size-passed 1000000`.

A test says why it does not run on a line `skipped: WHY`; a Python test case by unittest's own `skipped 'WHY'`. Where a test
that passes prints such a line, a part of it did not run, and is listed, too.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

RESULTS = {"run": "passed", "fail": "failed", "notrun": "did not run"}
counts = dict.fromkeys(RESULTS.values(), 0)
lines = []
for test in ElementTree.parse(sys.argv[1]).iter("testcase"):
    # A program that is missing is a failure for ctest.
    missing = test.get("status") == "notrun" and "Unable to find" in test.find("skipped").get("message", "")
    result = "failed" if missing else RESULTS[test.get("status")]
    counts[result] += 1
    found = re.findall(r"^\s*skipped: (.+)$|\bskipped ['\"](.+)['\"]$", test.findtext("system-out", ""), flags=re.M)
    reasons = list(dict.fromkeys(one or other for one, other in found))
    if result == "did not run" or result == "passed" and reasons:
        whole = "" if result == "did not run" else "a part of "
        lines.append(f"  {whole}{test.get('name')}: {'; '.join(reasons) or 'it gives no reason'}")
if lines:
    print("Did not run:", *lines, sep="\n")
print(f"{sum(counts.values())} tests: " + ", ".join(f"{count} {result}" for result, count in counts.items()))
