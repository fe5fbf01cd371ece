-- Work that runs later or regularly, on one node at a time. db-scheduler names the columns. The work is the installation's;
-- what it does to an organization it does with statements that name it.
create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint not null,
    primary key (task_name, task_instance));
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
