import { betweenCommas, parseFlag, splitText } from '../elements.js';
import { externalScopeValues } from '../schema/externalClientApp.js';
import type { Field } from '../schema/field.js';
import { parseRefreshTokenPolicy } from '../spelling/refreshToken.js';
import type { XmlElement } from '../xml/element.js';
import type { Report } from './report.js';
import { suggestValue } from './suggest.js';

/** Longer lists of values help nobody in a message. */
const longestList = 12;

const wrongChoice = (name: string, value: string, values: readonly string[]): string => {
  const right = suggestValue(value, values);
  const choices = values.length <= longestList ? `; it is one of ${values.join(', ')}` : '';
  return `"${value}" is no value of <${name}>${right === undefined ? choices : `; did you mean "${right}"?`}`;
};

const knownExternalScopes = new Set(externalScopeValues);

const checkScopeList = (element: XmlElement, report: Report): void => {
  for (const scope of splitText(element, betweenCommas)) {
    if (knownExternalScopes.has(scope.text)) continue;
    report('wrong-value', wrongChoice(element.name, scope.text, externalScopeValues), scope);
  }
};

/** Checks the text of an element that holds no other elements. */
export const checkValue = (element: XmlElement, field: Field, report: Report): void => {
  const { name, text } = element;
  if (text === '') {
    if (field.kind !== 'text') report('wrong-value', `<${name}> is empty`, element);
    else if (name === 'externalClientApplication') report('wrong-value', `<${name}> must name the app`, element);
    return;
  }
  if (field.kind === 'flag' && parseFlag(text) === undefined) {
    report('wrong-value', `"${text}" is no value of <${name}>, which is true or false`, element);
  } else if (field.kind === 'count' && !/^-?\d+$/.test(text)) {
    report('wrong-value', `"${text}" is no value of <${name}>, which is a whole number`, element);
  } else if (field.kind === 'choice' && !field.values.includes(text)) {
    report('wrong-value', wrongChoice(name, text, field.values), element);
  } else if (name === 'refreshTokenPolicy' && parseRefreshTokenPolicy(text) === undefined) {
    const forms = 'infinite, zero, specific_lifetime:<n>:DAYS or specific_inactivity:<n>:DAYS (HOURS and MONTHS too)';
    report('wrong-value', `"${text}" is no value of <${name}>; write ${forms}`, element);
  } else if (name === 'commaSeparatedOauthScopes') {
    checkScopeList(element, report);
  }
};
