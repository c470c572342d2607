import type { Caller } from './types.js';

/** What the HTTP server sends back for a SOAP call. A fault has status 500, as the platform answers. */
export type SoapAnswer = { status: number; contentType: string; body: string };

/** What the HTTP server sends back as JSON for a REST call. */
export type RestAnswer = { status: number; body: unknown };

/** Every method is asynchronous, since zip files are read and written so. None of them throws. */
export type MetadataApi = {
  /** One call to `/services/Soap/m/<version>`. The server has already checked the session id and found the caller. */
  soap: (path: string, body: string, caller: Caller) => Promise<SoapAnswer>;
  /** `POST /services/data/vNN.0/metadata/deployRequest`: the zip of part `file`, and the JSON of the other part. */
  startRestDeploy: (zip: Buffer, options: Record<string, unknown>, caller: Caller) => Promise<RestAnswer>;
  /** `GET …/metadata/deployRequest/<id>[?includeDetails=true]`. Each call counts as one poll. */
  restDeployStatus: (id: string, includeDetails: boolean) => Promise<RestAnswer>;
  /** `PATCH …/metadata/deployRequest/<id>` with `{"deployResult":{"status":"Canceling"}}`. */
  cancelRestDeploy: (id: string) => Promise<RestAnswer>;
};

/** Where the facts leave a choice, the strict or conservative reading is the default. */
export type MetadataOptions = {
  /** How many polls answer Pending or InProgress before a deploy or retrieve is done. Default 1. */
  pollsUntilDone?: number;
  /** A consumerSecret in `.ecaGlblOauth` becomes the app's secret. Sources conflict (platform.md 2.7). Default false. */
  honourEcaConsumerSecret?: boolean;
  /** `commaSeparatedPermissionSet` takes ids only, as the guide's text says (platform.md 2.5). Default false: names too. */
  permissionSetIdsOnly?: boolean;
  /** API Access Control is provisioned, so its two settings exist (platform.md 1.6). Default false. */
  apiAccessControl?: boolean;
};
