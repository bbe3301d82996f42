-- SE-143: both are granted to nobody, so they are for the server and whoever owns the database.

-- SE-156: the vector is that of the model the workspace is searched by, where it has the documented size; the model is
-- named in any case. SE-81: active is what can be found. Nobody judges or tags pieces here.
create view selify.brand_knowledge_chunks with (security_invoker = true) as
  select c.id, c.workspace_id, coalesce(d.kind, 'faq') as source_type, d.address as source_url,
         coalesce(d.title, f.title) as source_title, c.document_id as source_doc_id, c.content,
         encode(c.content_hash, 'hex') as content_hash,
         (case when v.dimensions = 1536 then v.embedding end)::vector(1536) as embedding,
         regexp_replace(v.model, '^[^/]*/', '') as embedding_model, v.created_at as embedding_updated_at,
         c.place as chunk_index, coalesce(d.chunks_count, 1) as total_chunks, length(c.content) as char_count,
         c.tokens_count as token_estimate, null::numeric(3, 2) as quality_score, '{}'::text[] as relevance_tags,
         coalesce(d.status = 'indexed' and d.deleted_at is null, f.retired_at is null) as is_active,
         d.verified_at as last_verified_at, d.expires_at, c.created_at, c.updated_at
    from knowledge.chunks c
    left join knowledge.documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
    left join knowledge.faqs f on f.workspace_id = c.workspace_id and f.id = c.faq_id
    left join knowledge.indexes i on i.workspace_id = c.workspace_id
    left join knowledge.vectors v on v.workspace_id = c.workspace_id and v.model = i.model and v.chunk_id = c.id;
comment on view selify.brand_knowledge_chunks is 'knowledge.chunks, with their vectors';

-- SE-82: a reading is no workflow of somebody else's, so it has none.
create view selify.knowledge_ingestion_jobs with (security_invoker = true) as
  select j.id, j.workspace_id, j.kind as job_type, j.config, j.status, j.items_total, j.items_processed,
         j.items_succeeded, j.items_failed, j.chunks_created, j.started_at, j.completed_at,
         j.failure_code as error_message, j.failure_detail as error_details, null::text as workflow_id,
         null::text as workflow_run_id, j.cost_micro as cost_micro_units, j.created_at, j.updated_at
    from knowledge.ingestion_jobs j;
comment on view selify.knowledge_ingestion_jobs is 'knowledge.ingestion_jobs';
