// What the script of `sheaf review` is made of: places in a letter as attributes write them, and elements.
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
  return { ranges, boxes, within, element };
})();
