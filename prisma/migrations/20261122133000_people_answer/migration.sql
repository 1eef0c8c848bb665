-- Whether people are affected is asked once: what was told with a project becomes the answer of its stage 1. A signed
-- stage keeps its words.
update stage set document = document || '{"affectsPeople": true}'::jsonb
from project
where project.id = stage.project_id and project.affects_people
  and stage.key = 'business-case' and stage.state in ('not_started', 'in_progress', 'blocked')
  and not stage.document ? 'affectsPeople';

insert into stage (project_id, key, since, document)
select id, 'business-case', created_at, '{"affectsPeople": true}'::jsonb from project
where affects_people
on conflict (project_id, key) do nothing;
