// Quick exit: a link with [data-exit] blanks the page and replaces it, so that Back does not
// return to it; going further back leaves again. Shift pressed three times within five seconds
// does the same. The browser's history list is not touched.
(function () {
  var KEY = 'left', presses = [];

  // Tells the stylesheet that scripts run here, modules too: what needs them is shown.
  if ('noModule' in HTMLScriptElement.prototype && /^http/.test(location.protocol)) document.documentElement.className = 'js';

  function leave(url) {
    document.documentElement.style.visibility = 'hidden';
    location.replace(url);
  }

  function exit(link) {
    try {
      sessionStorage.clear();
      sessionStorage[KEY] = link.href;
    } catch (e) {} // storage is off: leave all the same
    leave(link.href);
  }

  // Reached by Back or Forward after an exit: leave again. Any other way: a fresh visit.
  function arrive(restored) {
    try {
      var url = sessionStorage[KEY];
      var entry = performance.getEntriesByType('navigation')[0];
      if (!url) return;
      if (restored || (entry && entry.type === 'back_forward')) leave(url);
      else delete sessionStorage[KEY];
    } catch (e) {}
  }

  arrive();
  addEventListener('pageshow', function (e) { if (e.persisted) arrive(true); });
  addEventListener('click', function (e) {
    var link = e.target.closest && e.target.closest('[data-exit]');
    if (link) { e.preventDefault(); exit(link); }
  }, true);
  addEventListener('keyup', function (e) {
    if (e.key === 'Shift') presses.unshift(e.timeStamp); else presses = [];
    var link = document.querySelector('[data-exit]');
    if (link && e.timeStamp - presses[2] < 5000) exit(link);
  });
})();
