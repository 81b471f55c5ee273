// Only the components whose behaviour the console uses.
export { Button, ErrorSummary, SkipLink, createAll } from "govuk-frontend";
