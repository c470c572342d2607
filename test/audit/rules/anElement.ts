import type { XmlElement } from '../../../src/registration/xml/element.js';

/** An element with text or children, at a place of its own. */
export const element = (name: string, content: string | XmlElement[] = '', line = 1): XmlElement => ({
  name,
  text: typeof content === 'string' ? content : '',
  children: typeof content === 'string' ? [] : content,
  line,
  column: 5,
});
