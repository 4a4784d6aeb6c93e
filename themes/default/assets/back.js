// "Back to results", on the page of a program that was opened from them. What was searched for comes behind the # and leaves
// the address at once, so that a copied link says nothing about it; reloading and going back and forth keep it.
// Stands right behind its link, which so has its place before the page is drawn.
(function () {
  var link = document.getElementById('back'), asked = location.hash.split('#results=')[1];
  try {
    if (asked) history.replaceState({ results: decodeURIComponent(asked) }, '', location.pathname);
    link.firstChild.hash = history.state.results;
    link.hidden = false;
  } catch (e) {} // not from the results
})();
