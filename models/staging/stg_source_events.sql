{{ latest_events() }}
