import { ConfigFile } from '@salesforce/core';
import { readFileIfAny, writeFileAtomically } from './atomicFile.js';
import { checkCredential, parseCredential } from './credential.js';
import { corruptedFile, undecryptableFile } from './credentialFileErrors.js';
import { emptyCredentialFile, parseCredentialFile } from './credentialFileFormat.js';
import type { CredentialEntries, CredentialEntry } from './credentialFileFormat.js';
import { packSecrets, unpackSecrets } from './sealing.js';
import type { StoredCredential } from './store.js';

const fileName = 'clientapp-credentials.json';

/**
 * `clientapp-credentials.json` in sf's global state folder: one entry per address and version, its secrets encrypted
 * with sf's own key. Core's class lends the key and the place. It takes a damaged file for an empty one and writes in
 * place, so reading and writing are replaced.
 */
export class CredentialFile extends ConfigFile<ConfigFile.Options, CredentialEntries> {
  protected static override encryptedKeys = ['secrets'];

  public static override getFileName(): string {
    return fileName;
  }

  public static override getDefaultOptions(): ConfigFile.Options {
    return ConfigFile.getDefaultOptions(true, fileName);
  }

  /**
   * Reads the file anew; a missing file is an empty one.
   *
   * @throws CorruptedCredentialsError, NewerCredentialsError
   */
  public override async read(): Promise<CredentialEntries> {
    const text = await readFileIfAny(this.getPath());
    this.setContentsFromFileContents(
      text === undefined ? { ...emptyCredentialFile } : parseCredentialFile(text, this.getPath()),
    );
    this.hasRead = true;
    return this.getContents();
  }

  /** Writes the file atomically. Hold its lock, and have read it under the lock: nothing is merged. */
  public override async write(): Promise<CredentialEntries> {
    await writeFileAtomically(this.getPath(), `${JSON.stringify(this.getContents(), undefined, 2)}\n`);
    return this.getContents();
  }

  /**
   * @returns the credential under the key, decrypted; undefined when there is none
   * @throws CorruptedCredentialsError, CredentialDecryptionError
   */
  public async getCredential(key: string): Promise<StoredCredential | undefined> {
    const entry = this.get<CredentialEntry | undefined>(key);
    if (entry === undefined) return undefined;
    const { secrets, ...rest } = entry;
    const opened = secrets === undefined ? {} : unpackSecrets(await this.decryptText(secrets));
    const credential = opened && parseCredential({ ...rest, ...opened });
    if (!credential) throw corruptedFile(this.getPath());
    return credential;
  }

  /** Puts a credential under the key, encrypted, in memory. Hold the lock: on a new machine this creates sf's key. */
  public async setCredential(key: string, credential: StoredCredential): Promise<void> {
    const { consumerSecret, privateKey, ...open } = checkCredential(credential);
    const secrets = packSecrets({ consumerSecret, privateKey });
    if (secrets !== undefined) await this.initCrypto();
    this.set(key, secrets === undefined ? open : { ...open, secrets });
  }

  // Core opens the key here already. A new machine has none, and opening creates it: two processes that read at once
  // would each encrypt with a key of their own. So it waits for the first secret, which is written under the lock.
  protected override async init(): Promise<void> {
    await this.read();
  }

  private async decryptText(ciphertext: string): Promise<string> {
    await this.initCrypto();
    try {
      const text = this.decrypt(ciphertext);
      // Core hands a text that is not encrypted through.
      if (text !== undefined && text !== ciphertext) return text;
    } catch (error) {
      throw undecryptableFile(this.getPath(), error);
    }
    throw corruptedFile(this.getPath());
  }
}
