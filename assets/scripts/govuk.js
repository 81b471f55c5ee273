// Only the components whose behaviour the console uses.
export { Button, ErrorSummary, ServiceNavigation, SkipLink, createAll } from "govuk-frontend";
