// Bring into view, once, as soon as it is drawn: a page that was turned to, else the quotation.
(() => {
  let tries = 0;
  const look = () => {
    const begin = document.querySelector(".q-reading [data-in-view], .q-sheet[data-in-view]");
    const mark = document.querySelector(".q-reading mark, .q-sheet .q-box");
    if (begin) begin.scrollIntoView({ block: "start" });
    else if (mark) mark.scrollIntoView({ block: "center", inline: "center" });
    else if (tries++ < 40) setTimeout(look, 25);
  };
  look();
})();
