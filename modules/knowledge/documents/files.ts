import type { WorkspaceId } from '../../../kit/ids.ts';
import type { DocumentId } from './contract.ts';

/** Where all files of a workspace's knowledge are kept. */
export const allFilesOf = (workspaceId: WorkspaceId): string => `w/${workspaceId}/knowledge/`;

/** Where all versions of one document are. */
export const filesOf = (workspaceId: WorkspaceId, documentId: DocumentId): string =>
  `${allFilesOf(workspaceId)}${documentId}/`;
