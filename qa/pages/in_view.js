// Bring the quotation into view as soon as it is drawn, once.
(() => {
  let tries = 0;
  const look = () => {
    const mark = document.querySelector(".q-reading mark");
    if (mark) mark.scrollIntoView({ block: "center" });
    else if (tries++ < 40) setTimeout(look, 25);
  };
  look();
})();
