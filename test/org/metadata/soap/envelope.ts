import type { SoapAnswer } from '../api.js';
import {
  escapeXml,
  findChild,
  metadataNamespace,
  parseXml,
  writeElement,
  type XmlElement,
  type XmlValue,
} from '../xml/index.js';

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const contentType = 'text/xml;charset=UTF-8';

export type Fault = { fault: string; message: string };

/** The platform repeats the code at the head of the text. */
export const createFault = (code: string, message: string): Fault => ({ fault: code, message: `${code}: ${message}` });

/** The call is the one element of the body. */
export const readCall = (xml: string): { header: XmlElement | undefined; call: XmlElement } | Fault => {
  const outcome = parseXml(xml);
  if ('problem' in outcome) return { fault: 'soapenv:Client', message: outcome.problem.message };
  const { root } = outcome;
  const call = findChild(root, 'Body')?.children[0];
  return root.name === 'Envelope' && root.uri === envelopeNamespace && call
    ? { header: findChild(root, 'Header'), call }
    : { fault: 'soapenv:Client', message: 'SOAP envelope expected' };
};

/** Operations without a result answer an empty element; lists repeat `result`. */
export const writeResponse = (operation: string, result: XmlValue): SoapAnswer => ({
  status: 200,
  contentType,
  body: wrap(`<${operation}Response>${writeElement('result', result)}</${operation}Response>`),
});

export const writeFault = ({ fault, message }: Fault): SoapAnswer => {
  const code = fault.includes(':') ? fault : `sf:${fault}`;
  return {
    status: 500,
    contentType,
    body: wrap(
      `<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${escapeXml(message)}</faultstring></soapenv:Fault>`,
    ),
  };
};

const wrap = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${envelopeNamespace}" ` +
  `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sf="http://soap.sforce.com/2006/04/metadata/fault" ` +
  `xmlns="${metadataNamespace}"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
