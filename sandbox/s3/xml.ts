import type { Answer } from '../http.ts';

export type Xml = { readonly [name: string]: string | number | boolean | Xml | readonly Xml[] | undefined };

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export const xml = (
  root: string,
  children: Xml,
  status = 200,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/xml', ...headers },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${inner(children)}</${root}>`,
});

/** The codes and statuses the real service uses, so that a client's retry rules are truly tried. */
const errors = {
  AccessDenied: [403, 'Access Denied'],
  BadDigest: [400, 'The checksum you specified did not match what we received.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed object size.'],
  IncompleteBody: [
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  ],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The access key Id you provided does not exist in our records.'],
  InvalidArgument: [400, 'Invalid Argument'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  MalformedXML: [
    400,
    'The XML you provided was not well-formed or did not validate against our published schema.',
  ],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  NotImplemented: [501, 'A header or operation you provided implies functionality that is not implemented.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided.',
  ],
  SlowDown: [503, 'Please reduce your request rate.'],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
} as const satisfies Record<string, readonly [number, string]>;
export type S3Code = keyof typeof errors;

/** Thrown anywhere below; `routes.ts` answers it. */
export class S3Error extends Error {
  readonly code: S3Code;
  constructor(code: S3Code, detail?: string) {
    super(detail ?? errors[code][1]);
    this.code = code;
  }
}

export function errorAnswer(error: S3Error, resource: string, requestId: string): Answer {
  const children = { Code: error.code, Message: error.message, Resource: resource, RequestId: requestId };
  const [status] = errors[error.code];
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner(children)}</Error>`,
  };
}

function inner(children: Xml): string {
  return Object.entries(children)
    .map(([name, value]) => elements(name, value))
    .join('');
}

function elements(name: string, value: Xml[string]): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => `<${name}>${inner(one)}</${name}>`).join('');
  const text = typeof value === 'object' ? inner(value as Xml) : escaped(String(value));
  return `<${name}>${text}</${name}>`;
}

const escaped = (text: string) => text.replace(/[&<>"'\r]/g, (c) => `&#${c.charCodeAt(0)};`);
