{{ latest_event() }}
