import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { TreeContainer } from '@salesforce/source-deploy-retrieve';

/**
 * A project's files held in memory, so that what differs per org and what is secret never touches the disk.
 * SDR's own virtual container can't stream, which its conversion needs.
 */
export class InMemoryTree extends TreeContainer {
  private readonly files: Map<string, Buffer>;
  private readonly folders = new Map<string, Set<string>>();

  /** @param files absolute path -> contents */
  public constructor(files: ReadonlyMap<string, string>) {
    super();
    this.files = new Map([...files].map(([path, contents]) => [path, Buffer.from(contents)]));
    for (const path of this.files.keys()) this.addToFolders(path);
  }

  public exists(path: string): boolean {
    return this.files.has(path) || this.folders.has(path);
  }

  public isDirectory(path: string): boolean {
    return this.folders.has(path);
  }

  public readDirectory(path: string): string[] {
    return [...(this.folders.get(path) ?? [])];
  }

  public readFile(path: string): Promise<Buffer> {
    return Promise.resolve(this.readFileSync(path));
  }

  public readFileSync(path: string): Buffer {
    const contents = this.files.get(path);
    if (!contents) throw new Error(`No such file in memory: ${path}`);
    return contents;
  }

  public stream(path: string): Readable {
    return Readable.from(this.readFileSync(path));
  }

  private addToFolders(path: string): void {
    for (let child = path; dirname(child) !== child; child = dirname(child)) {
      const folder = dirname(child);
      const entries = this.folders.get(folder) ?? new Set<string>();
      entries.add(child.slice(folder === sep ? 1 : join(folder, sep).length));
      this.folders.set(folder, entries);
    }
  }
}
