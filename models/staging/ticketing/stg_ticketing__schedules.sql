{{ with_refused_schedules(staged_entity('ticketing', 'schedules')) }}
