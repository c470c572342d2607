/** Ways in which templates, examples and build tools write "the secret goes here". */
const templates = [
  /^[<[({%].*[>\])}%]$/,
  /\$\{|\$\(|\{\{|%\w+%|<%|^\$\w+$|^@@?\w+@@?$|^__\w+__$|#\{/,
  /^(?:ENC\[|!|vault:|secret:|op:\/\/|ref\+|arn:|ssm:|env[:.(]|process\.env)/i,
];

const words =
  /example|sample|dummy|placeholder|change[-_ ]?(?:me|it)|your[-_ ]?|redacted|removed|masked|hidden|insert|replace|todo|fixme|fake|mock|not[-_ ]?(?:a[-_ ]?)?real|obtained|goes[-_ ]?here|x{4,}|\*{3,}|\.{3}|0{8,}|1234567890|abcdef|deadbeef/i;

/** True for text that stands where a secret would, and is none. */
export const isPlaceholder = (value: string): boolean =>
  value === '' || new Set(value).size <= 3 || words.test(value) || templates.some((template) => template.test(value));
