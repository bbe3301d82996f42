import { type Path, paths } from '../../../../web/paths.ts';
import type { AiCall } from '../../contract.ts';

/** Where what a call was for is shown. What is not here is named without a way to it. */
const places: Readonly<Record<string, (workspaceId: string, id: string) => string>> = {
  conversation: (workspaceId, conversationId) => paths.conversation({ workspaceId, conversationId }),
  comment: (workspaceId, commentId) => paths.comment({ workspaceId, commentId }),
  decision: (workspaceId, decisionId) => paths.decision({ workspaceId, decisionId }),
  evaluation_run: (workspaceId, runId) => paths.evaluationRun({ workspaceId, runId }),
  document: (workspaceId, documentId) => paths.knowledgeDocument({ workspaceId, documentId }),
  ingestion_job: (workspaceId, jobId) => paths.reading({ workspaceId, jobId }),
};

export function subjectLink(
  workspaceId: string,
  { subjectType, subjectId }: Pick<AiCall, 'subjectType' | 'subjectId'>,
): { readonly to: ReturnType<Path> } | undefined {
  const place = subjectType === null ? undefined : places[subjectType];
  return place && subjectId !== null ? { to: place(workspaceId, subjectId) } : undefined;
}
