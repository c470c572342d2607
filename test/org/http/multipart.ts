export type Part = { name: string; fileName?: string; contentType?: string; body: Buffer };

const header = (head: string, name: string): string | undefined =>
  new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(head)?.[1]?.trim();

const readPart = (bytes: Buffer): Part => {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, end).toString();
  const disposition = header(head, 'Content-Disposition') ?? '';
  const fileName = /filename="([^"]*)"/i.exec(disposition)?.[1];
  const contentType = header(head, 'Content-Type');
  return {
    name: /[; ]name="([^"]*)"/i.exec(disposition)?.[1] ?? '',
    ...(fileName !== undefined && { fileName }),
    ...(contentType !== undefined && { contentType }),
    body: bytes.subarray(end + 4),
  };
};

/** The parts of a `multipart/form-data` body. */
export const readMultipart = (contentType: string, body: Buffer): Part[] => {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!boundary) return [];
  const mark = `--${boundary}`;
  const parts: Part[] = [];
  let from = body.indexOf(mark);
  while (from >= 0) {
    const to = body.indexOf(`\r\n${mark}`, from + mark.length);
    if (to < 0) break;
    parts.push(readPart(body.subarray(from + mark.length + 2, to)));
    from = to + 2;
  }
  return parts;
};
