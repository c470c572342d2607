import type { InventoryApp, Origin } from '../../inventory/types.js';
import type { MetadataDocument } from '../document.js';
import { children, parseFlag, textOf } from '../elements.js';
import { isTemplate } from '../isTemplate.js';
import { validRoot } from '../readDocument.js';
import { indexOf, type Fields } from '../schema/field.js';
import { schemaOf } from '../schema/schemas.js';
import type { XmlElement } from '../xml/element.js';
import { located, placeIn } from './facts.js';

/** Org-bound elements that tell nothing secret (platform.md 8.12). */
const orgBoundNames = ['oauthLink', 'orgScopedExternalApp', 'consumerKey'];
const rotationNames = ['shouldRotateConsumerKey', 'shouldRotateConsumerSecret'];

const withText = (document: MetadataDocument, name: string): XmlElement[] =>
  children(validRoot(document), name).filter((element) => textOf(element) !== undefined);

export const orgBoundOf = (document: MetadataDocument, origin: Origin): InventoryApp['orgBound'] =>
  orgBoundNames.flatMap((name) =>
    withText(document, name).map((element) =>
      located({ element: name, value: element.text }, element, placeIn(document, origin)),
    ),
  );

export const rotatesOnDeployOf = (document: MetadataDocument, origin: Origin): InventoryApp['rotatesOnDeploy'] =>
  rotationNames.flatMap((name) =>
    withText(document, name)
      .filter(({ text }) => parseFlag(text) === true)
      .map((element) => located({ element: name }, element, placeIn(document, origin))),
  );

/** Elements that the schema marks as secret and that hold something, groups included (push keys stand in groups). */
const secretsIn = (element: XmlElement, fields: Fields): XmlElement[] =>
  element.children.flatMap((child) => {
    const field = indexOf(fields).byName.get(child.name)?.field;
    if (field?.kind === 'group') return secretsIn(child, field.fields);
    return field?.as === 'secret' && textOf(child) !== undefined ? [child] : [];
  });

export const secretElementsOf = (document: MetadataDocument, origin: Origin): InventoryApp['secretElements'] => {
  const root = validRoot(document);
  const fields = schemaOf(document.type)?.fields;
  if (!root || !fields) return [];
  const place = placeIn(document, origin);
  return secretsIn(root, fields).map((element) =>
    located({ element: element.name, isTemplate: isTemplate(element.text) }, element, place),
  );
};
