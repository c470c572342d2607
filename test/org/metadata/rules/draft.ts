import type { Component, MetadataStore } from '../types.js';

/** A draft shares its records with the store, so nothing in it is changed in place: records are replaced. */
export const createDraft = (store: MetadataStore): MetadataStore => ({
  components: [...store.components],
  consumers: [...store.consumers],
});

/** The store keeps its identity: others hold it. */
export const commitDraft = (store: MetadataStore, draft: MetadataStore): void => {
  store.components.splice(0, store.components.length, ...draft.components);
  store.consumers.splice(0, store.consumers.length, ...draft.consumers);
};

export const putComponent = (draft: MetadataStore, component: Component): void => {
  const index = draft.components.findIndex(({ id }) => id === component.id);
  if (index < 0) draft.components.push(component);
  else draft.components[index] = component;
};

export const removeComponent = (draft: MetadataStore, component: Component): void => {
  draft.components = draft.components.filter(({ id }) => id !== component.id);
};
