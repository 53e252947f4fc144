// What the script of `sheaf review` is made of: places in a letter as attributes write them, elements,
// and forms.
"use strict";

const parts = (() => {
  const ranges = (marks) => marks.split(",").filter(Boolean).map((one) => {
    const [, block, start, end] = /^b(\d+):(\d+)-(\d+)$/.exec(one).map(Number);
    return { block, start, end };
  });
  const boxes = (list) => (list || "").split(";").filter(Boolean).map((one) => {
    const [page, box] = one.split(":");
    return { page: Number(page), box: box.split(",").map(Number) };
  });
  const within = (word, range) => word[0] === range.block && word[1] < range.end && word[2] > range.start;

  const element = (name, attributes = {}, ...content) => {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...content);
    return made;
  };
  // What is asked of the server.
  const wish = (verdict, extra = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ verdict, ...extra })) form.append(name, value ?? "");
    return form;
  };
  // A field for a value of that kind.
  const input = (kind, value) => {
    const made = kind === "flag" ? element("select", { name: "value" }, ...["", "true", "false"].map((one) => element("option", { value: one }, one)))
      : kind === "date" || kind === "number" ? element("input", { name: "value", type: kind, step: "any" })
      : element("textarea", { name: "value", rows: String(Math.min(8, 1 + Math.floor(value.length / 50))) });
    made.value = value;
    return made;
  };
  return { ranges, boxes, within, element, wish, input };
})();
