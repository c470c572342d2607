import JSZip from 'jszip';
import {
  createMetadataApi,
  type Caller,
  type Consumer,
  findComponent,
  type MetadataApi,
  type MetadataOptions,
  type MetadataStore,
  type OrgDirectory,
} from './index.js';

/** An organisation around the metadata half, for its own tests. */
export type TestOrg = {
  api: MetadataApi;
  store: MetadataStore;
  directory: OrgDirectory;
  caller: Caller;
  deploy: (files: Record<string, string>, options?: Record<string, unknown>, caller?: Caller) => Promise<DeployResult>;
  /** The message of the one failing component. */
  refusal: (files: Record<string, string>, options?: Record<string, unknown>, caller?: Caller) => Promise<string>;
  retrieve: (type: string, fullName: string, version?: string) => Promise<string>;
  consumerOf: (type: string, fullName: string) => Consumer;
};

type DeployRow = Record<string, string | number | boolean | undefined>;
export type DeployResult = {
  id: string;
  status: string;
  success: boolean;
  done: boolean;
  numberComponentErrors: number;
  numberComponentsDeployed: number;
  numberComponentsTotal: number;
  details: { componentSuccesses: DeployRow[]; componentFailures: DeployRow[] };
};

export const admin: Caller = {
  userId: '005000000000001AAA',
  permissions: new Set(['ModifyAllData', 'ExternalClientAppDeveloper']),
};

const objects: Record<string, string[]> = {
  Account: ['Name', 'Industry'],
  Order: ['Status', 'ExternalId__c', 'Description'],
};

const createDirectory = (changes: Partial<OrgDirectory> = {}): OrgDirectory => {
  let lastId = 0;
  return {
    organizationId: '00DQy00000ELR0TMAX',
    isSandbox: true,
    now: () => new Date('2026-11-23T10:00:00.000Z'),
    newId: (prefix) => `${prefix}Qy${String((lastId += 1)).padStart(10, '0')}AAA`,
    findUser: (username) => (username.startsWith('run-as') ? { id: '005000000000002AAA', isActive: true } : undefined),
    profileNames: () => ['System Administrator', 'Minimum Access - API Only Integrations'],
    profiles: () => [],
    hasObject: (name) => name in objects,
    hasField: (object, field) => objects[object]?.includes(field) ?? false,
    hasApexClass: (name) => name === 'OrderHandler',
    connectedAppCreationAllowed: () => true,
    isConsumerKeyTakenElsewhere: (key) => key === 'takenSomewhereElse',
    propagationDelayMs: () => 120_000,
    ...changes,
  };
};

export const createTestOrg = (changes: Partial<OrgDirectory> = {}, options: MetadataOptions = {}): TestOrg => {
  const store: MetadataStore = { components: [], consumers: [] };
  const directory = createDirectory(changes);
  const api = createMetadataApi(store, directory, { pollsUntilDone: 0, ...options });

  const deploy: TestOrg['deploy'] = async (files, deployOptions = {}, caller = admin) => {
    const started = await api.startRestDeploy(
      await zipFiles(files),
      { rollbackOnError: true, ...deployOptions },
      caller,
    );
    const { id } = started.body as { id: string };
    const { body } = await api.restDeployStatus(id, true);
    return (body as { deployResult: DeployResult }).deployResult;
  };

  return {
    api,
    store,
    directory,
    caller: admin,
    deploy,
    refusal: async (files, deployOptions, caller) => {
      const { details } = await deploy(files, deployOptions, caller);
      const [failure, ...more] = details.componentFailures;
      if (!failure || more.length > 0) throw new Error(`Expected one failure: ${JSON.stringify(details, null, 1)}`);
      return String(failure.problem);
    },
    retrieve: async (type, fullName, version = '67.0') => {
      const unpackaged = `<unpackaged><types><members>${fullName}</members><name>${type}</name></types><version>${version}</version></unpackaged>`;
      const started = await callSoap(api, 'retrieve', `<request>${unpackaged}</request>`);
      const done = await callSoap(
        api,
        'checkRetrieveStatus',
        `<asyncProcessId>${pick(started, 'id')}</asyncProcessId>`,
      );
      const zip = await JSZip.loadAsync(pick(done, 'zipFile'), { base64: true });
      const file = zip.file(new RegExp(`/${fullName}\\.\\w+$`))[0];
      if (!file) throw new Error(pick(done, 'problem'));
      return file.async('string');
    },
    consumerOf: (type, fullName) => {
      const app = findComponent(store, type, fullName);
      const consumer = store.consumers.find(({ appId }) => appId === app?.id);
      if (!consumer) throw new Error(`no consumer of ${type} ${fullName}`);
      return consumer;
    },
  };
};

export const callSoap = async (
  api: MetadataApi,
  operation: string,
  inner: string,
  caller: Caller = admin,
): Promise<string> => {
  const body =
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata"><${operation}>${inner}</${operation}></soapenv:Body></soapenv:Envelope>`;
  return (await api.soap('/services/Soap/m/67.0', body, caller)).body;
};

export const pick = (xml: string, element: string): string => new RegExp(`<${element}>([^<]*)<`).exec(xml)?.[1] ?? '';

const folders: Record<string, string> = {
  connectedApp: 'connectedApps ConnectedApp',
  eca: 'externalClientApps ExternalClientApplication',
  ecaOauth: 'extlClntAppOauthSettings ExtlClntAppOauthSettings',
  ecaGlblOauth: 'extlClntAppGlobalOauthSets ExtlClntAppGlobalOauthSettings',
  ecaOauthPlcy: 'extlClntAppOauthPolicies ExtlClntAppOauthConfigurablePolicies',
  ecaPlcy: 'extlClntAppPolicies ExtlClntAppConfigurablePolicies',
  ecaOauthSecurity: 'extlClntAppOauthSecuritySettings ExtlClntAppOauthSecuritySettings',
  ecaSamlPlcy: 'extlClntAppSamlConfigurablePolicies ExtlClntAppSamlConfigurablePolicies',
  ecaMobile: 'extlClntAppMobileSettings ExtlClntAppMobileSettings',
  ecaMobilePlcy: 'extlClntAppMobilePolicies ExtlClntAppMobileConfigurablePolicies',
  ecaNotifications: 'extlClntAppNotifSettings ExtlClntAppNotificationSettings',
  ecaPush: 'extlClntAppPushSettings ExtlClntAppPushSettings',
  ecaPushPlcy: 'extlClntAppPushPolicies ExtlClntAppPushConfigurablePolicies',
  ecaCanvas: 'extlClntAppCanvasSettings ExtlClntAppCanvasSettings',
  permissionset: 'permissionsets PermissionSet',
  settings: 'settings Settings',
  crt: 'certs Certificate',
  cls: 'classes ApexClass',
};

/** Files named `App.eca`, put in their folders; package.xml is written from them unless it is given. */
export const zipFiles = async (files: Record<string, string>): Promise<Buffer> => {
  const zip = new JSZip();
  const types: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    if (/^(package|destructiveChanges\w*)\.xml$/.test(name) || name.includes('/')) {
      zip.file(name, content);
      continue;
    }
    const ending = name
      .replace(/-meta\.xml$/, '')
      .slice(name.lastIndexOf('.', name.replace(/-meta\.xml$/, '').length - 1) + 1);
    const [folder, type] = (folders[ending] ?? ' ').split(' ');
    zip.file(`${folder}/${name}`, content);
    if (!name.endsWith('-meta.xml'))
      types.push(`<types><members>${name.slice(0, -ending.length - 1)}</members><name>${type}</name></types>`);
  }
  if (!('package.xml' in files)) zip.file('package.xml', manifest(types.join('')));
  return zip.generateAsync({ type: 'nodebuffer' });
};

export const manifest = (types: string, version = '67.0'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">${types}<version>${version}</version></Package>`;

/** A document with these children, one a line, so that line numbers mean something. */
export const document = (type: string, ...children: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${children.join('\n')}\n</${type}>\n`;
