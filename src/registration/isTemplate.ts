/** `${KEY}`, `{{key}}`, `%KEY%`, `<key>`, `__KEY__`, `REPLACE_KEY`: a pipeline fills it in before the deploy. */
const template =
  /^(?:\$\{[^}]*\}|\$[A-Z_]+|\{\{[^}]*\}\}|%[^%]*%|<[^>]*>|__\w+__|@@?\w+@@?|REPLACE[_-].*|[*xX.]+|REDACTED)$/;

/** True for text that stands where a value will be, and is none; stricter than a search for secrets, since a key is of one org. */
export const isTemplate = (text: string): boolean => template.test(text.trim());
