-- SS-58, SS-59: files, pages and what was typed, which is in no bucket. What is deleted is not shown at all. Whose a
-- workspace is, is whoever was its owner first; its model is written without its maker, as the document does.
create view socialsync.knowledge_documents with (security_invoker = true) as
  select d.id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = d.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         d.title, case when d.kind = 'file' then 'knowledge' end as bucket_id, d.storage_key as object_name,
         null::uuid as storage_object_id, d.size_bytes as file_size_bytes, d.status,
         coalesce((select regexp_replace(i.model, '^[^/]*/', '') from knowledge.indexes i
                    where i.workspace_id = d.workspace_id), 'gemini-embedding-001') as embed_model,
         d.language as lang_code, d.tsconfig, d.ingested_at as last_ingested_at, d.embedded_at as last_embedded_at,
         d.deleted_at is not null as is_deleted
    from knowledge.documents d;
comment on view socialsync.knowledge_documents is 'knowledge.documents';
grant select on socialsync.knowledge_documents to authenticated;

-- SS-60: the vector is that of the model the workspace is searched by, where it has 768 dimensions. The words are taken
-- as they are asked for: by which pieces are found, only the server reads.
create view socialsync.knowledge_chunks with (security_invoker = true) as
  select c.id, c.document_id, c.place as chunk_index, c.content,
         (case when v.dimensions = 768 then v.embedding end)::vector(768) as embedding, c.tokens_count as token_count,
         c.start_char, c.end_char, to_tsvector(c.tsconfig::regconfig, concat_ws(' ', c.heading, c.content)) as tsv,
         d.language as lang_code, c.tsconfig, jsonb_strip_nulls(jsonb_build_object('heading', c.heading)) as metadata
    from knowledge.chunks c
    join knowledge.documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
    left join knowledge.indexes i on i.workspace_id = c.workspace_id
    left join knowledge.vectors v on v.workspace_id = c.workspace_id and v.model = i.model and v.chunk_id = c.id;
comment on view socialsync.knowledge_chunks is 'knowledge.chunks of documents, with their vectors';
grant select on socialsync.knowledge_chunks to authenticated;

-- SS-62
create view socialsync.faq_qa with (security_invoker = true) as
  select f.id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = f.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         f.title,
         array(select q.question from knowledge.faq_questions q
                where q.workspace_id = f.workspace_id and q.faq_id = f.id order by q.place) as questions,
         f.answer, f.text_size_bytes, f.language as lang_code, f.tsconfig, f.retired_at is null as is_active,
         f.metadata
    from knowledge.faqs f;
comment on view socialsync.faq_qa is 'knowledge.faqs, with their questions';
grant select on socialsync.faq_qa to authenticated;
