// The draft of the statement of reasons follows outcome and ground, as long as the officer has not written in it.
// Without scripts the server drafts it anew when the form is sent, and shows it once more.

export function followStatement() {
  const form = document.querySelector("[data-statement-url]");
  const statement = form?.elements.namedItem("statement");
  const draftedFor = form?.elements.namedItem("drafted_for");
  if (!statement || !draftedFor) return;
  let draft = statement.value;

  const redraft = async () => {
    if (statement.value !== draft) return;
    const outcome = new FormData(form).get("outcome") ?? "";
    const ground = form.elements.namedItem("ground").value;
    if (!ground || !["hide", "delete"].includes(outcome)) return;
    const answer = await fetch(`${form.dataset.statementUrl}?${new URLSearchParams({ outcome, ground })}`);
    if (!answer.ok || statement.value !== draft) return;
    const drafted = await answer.json();
    draft = drafted.statement;
    statement.value = draft;
    draftedFor.value = drafted.drafted_for;
  };

  form.addEventListener("change", ({ target }) => {
    if (["outcome", "ground"].includes(target.name)) redraft();
  });
}
