// fcf567645b565000
(()=>{var t=document.getElementById("back"),e=location.hash.split("#results=")[1];try{e&&history.replaceState({results:decodeURIComponent(e)},"",location.pathname),t.firstChild.hash=history.state.results,t.hidden=!1}catch(t){}})();
