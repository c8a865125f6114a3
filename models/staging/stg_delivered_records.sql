{{ delivered_records() }}
