// Streamlit's own English in our words: the link past the menu, a file that is of no kind we read, a server that is away.
//
// Runs once per window, put into the page by briefing/ui/middleware.py. On a projector present.js says that a server is away.
(() => {
  "use strict";

  const AWAY_AFTER = 1500; // ms; a hiccup shorter than this is not worth a word
  const AWAY = "连不上服务器。屏幕上是断开以前的内容，恢复后会自动接上；一直连不上的，请联系管理员。";
  const WORDS = [
    ["[data-testid=stSkipToContent]", /^Skip to main content$/, "跳到正文"],
    ["[class*=st-key-plan-] [data-testid=stFileUploader] *", /^\S* ?files are not allowed\.$|^This type of files are not allowed\.$/,
      "这种文件读不了：请用 Word（.docx）、PDF 或文本（.txt）"],
    ["[data-testid=stFileUploader] *", /^\S* ?files are not allowed\.$|^This type of files are not allowed\.$/,
      "这种文件读不了：请用 CSV、Excel、Parquet 或界线文件"],
    ["[role=option] *", /^Select all$/, "全选"],
    ["[role=option], [role=option] *", /^Add: /, "填写："],
    ["[role=option], [role=option] *, [role=listbox] *", /^No results$/, "没有这一项"],
    ["[data-testid=stFileUploader] *", /^File must be .* or smaller\.$/, "文件太大：每个不超过 200 MB"],
  ];
  let lostAt = 0, told = null, saying = false;

  function say() {
    saying = false;
    for (const [where, english, ours] of WORDS) {
      for (const element of document.querySelectorAll(where)) {
        const node = element.childNodes.length === 1 ? element.firstChild : null;
        if (node?.nodeType === Node.TEXT_NODE && english.test(node.data.trim())) node.data = node.data.trim().replace(english, ours);
      }
    }
  }

  function watch() {
    const app = document.querySelector("#root [data-testid=stApp]");
    const away = app && app.dataset.testConnectionState !== "CONNECTED" && !app.querySelector(".present");
    lostAt = away ? lostAt || Date.now() : 0;
    const tell = away && Date.now() - lostAt > AWAY_AFTER && !!app.querySelector("h1");
    if (tell && !told) {
      told = document.createElement("p");
      told.className = "server-away";
      told.setAttribute("role", "alert");
      told.textContent = AWAY;
      document.body.append(told);
    } else if (!away && told) {
      told.remove();
      told = null;
    }
  }

  new MutationObserver(() => {
    if (!saying) requestAnimationFrame(say);
    saying = true;
  }).observe(document, { childList: true, subtree: true, characterData: true });
  setInterval(watch, 500);
})();
