"""A Zendesk company of a dozen tickets, one for each trap of the vendor's tables."""

from __future__ import annotations

TICKETS = """
id,status,created_at,updated_at,requester_id,submitter_id,assignee_id,group_id,organization_id,priority,type,via_channel,merged_ticket_ids,_fivetran_synced,_fivetran_deleted
1,closed,2024-03-04 09:00:00,2024-03-10 09:00:00,100,100,200,10,900,high,question,email,"[2, 3]",2024-03-11 00:00:00,false
2,closed,2024-03-04 10:00:00,2024-03-04 11:00:00,101,101,,,900,,Incident,web,[],2024-03-11 00:00:00,false
3,closed,2024-03-04 10:30:00,2024-03-04 11:00:00,101,101,,,900,,,web,,2024-03-11 00:00:00,false
4,deleted,2024-03-05 09:00:00,2024-03-06 10:00:00,100,100,,10,900,,,email,,2024-03-11 00:00:00,false
5,open,2024-03-05 09:00:00,2024-03-06 12:00:00,100,100,,10,900,,,email,,2024-03-11 00:00:00,true
6,deleted,2024-03-05 09:00:00,2024-03-06 10:00:00,100,100,,10,900,,,email,,2024-03-11 00:00:00,false
7,on-hold,2024-03-05 09:00:00,2024-03-06 10:00:00,777,100,888,10,,urgent,task,,,2024-03-11 00:00:00,false
8,weird,2024-03-05 09:00:00,2024-03-06 10:00:00,,,,,,,,email,,2024-03-11 00:00:00,false
9,solved,2024-03-07 09:00:00,2024-03-09 09:00:00,100,100,201,11,900,low,problem,email,,2024-03-11 00:00:00,false
9,open,2024-03-07 09:00:00,2024-03-08 09:00:00,100,100,201,11,900,low,problem,email,,2024-03-11 00:00:00,false
9,solved,2024-03-07 09:00:00,2024-03-09 09:00:00,100,100,201,11,900,low,problem,email,,2024-03-11 00:00:00,false
"""

TICKETS_LATER = """
id,status,created_at,updated_at,requester_id,submitter_id,assignee_id,group_id,organization_id,via_channel,_fivetran_synced,_fivetran_deleted
6,open,2024-03-05 09:00:00,2024-03-07 10:00:00,100,100,,10,900,email,2024-03-12 00:00:00,false
9,pending,2024-03-07 09:00:00,2024-03-07 12:00:00,100,100,201,11,900,email,2024-03-12 00:00:00,false
"""

HISTORY = """
ticket_id,field_name,updated,value,user_id
1,status,2024-03-04 09:00:00,new,100
1,group_id,2024-03-04 09:00:00,10,100
1,status,2024-03-04 09:30:00,open,200
1,assignee_id,2024-03-04 09:30:00,200,200
1,priority,2024-03-04 09:00:00,high,100
1,status,2024-03-05 09:00:00,solved,200
1,status,2024-03-06 09:00:00,open,100
1,status,2024-03-06 15:00:00,solved,200
1,status,2024-03-10 09:00:00,closed,-1
1,sla_policy,2024-03-04 09:00:00,70,-1
1,sla_policy,2024-03-08 08:00:00,,-1
2,sla_policy,2024-03-04 10:00:00,,-1
1,first_reply_time,2024-03-04 09:00:00,"{""minutes"": 120.0, ""in_business_hours"": ""true""}",-1
1,next_reply_time,2024-03-06 09:00:00,"{""minutes"": 60, ""in_business_hours"": ""false""}",-1
1,next_reply_time,2024-03-06 10:00:00,,-1
1,requester_wait_time,2024-03-04 09:00:00,"{""minutes"": 90.5, ""in_business_hours"": ""false""}",-1
1,satisfaction_score,2024-03-06 16:00:00,Good,100
1,satisfaction_comment,2024-03-06 16:00:00,Merci,100
7,satisfaction_score,2024-03-06 16:00:00,goodwithcomment,100
7,satisfaction_score,2024-03-06 17:00:00,Bad_With_Comment,100
2,status,2024-03-04 10:00:00,new,101
2,status,2024-03-04 11:00:00,closed,-1
4,status,2024-03-05 09:00:00,new,100
4,status,2024-03-06 10:00:00,deleted,200
6,status,2024-03-05 09:00:00,new,100
6,status,2024-03-06 10:00:00,deleted,200
6,status,2024-03-07 10:00:00,open,200
7,status,2024-03-05 09:00:00,new,100
7,status,2024-03-06 09:00:00,hold,200
7,status,2024-03-06 10:00:00,on-hold,200
7,assignee_id,2024-03-05 09:00:00,888,100
7,sla_policy,2024-03-05 09:00:00,Gold,-1
7,agent_work_time,2024-03-05 09:00:00,"{""minutes"": 480, ""in_business_hours"": ""true""}",-1
9,status,2024-03-07 09:00:00,new,100
9,status,2024-03-07 09:00:00,open,100
9,status,2024-03-07 09:00:00,open,100
9,status,2024-03-09 09:00:00,solved,203
9,assignee_id,2024-03-07 10:00:00,201,201
9,group_id,2024-03-07 11:00:00,11,201
10,custom_topic,2024-03-01 09:00:00,Refund,102
"""

COMMENTS = """
id,ticket_id,user_id,created,public,body,voice_comment,_fivetran_synced,_fivetran_deleted
c1,1,100,2024-03-04 09:00:00,true,"Hello, ""you"" there",false,2024-03-11 00:00:00,false
c2,1,200,2024-03-04 09:40:00,true,Hi,false,2024-03-11 00:00:00,false
c3,1,200,2024-03-04 09:41:00,false,note,false,2024-03-11 00:00:00,false
c4,1,201,2024-03-04 10:00:00,true,former agent by an earlier role,false,2024-03-11 00:00:00,false
c5,1,202,2024-03-04 10:01:00,true,former agent by assignment,false,2024-03-11 00:00:00,false
c6,1,203,2024-03-04 10:02:00,true,end user who answers,false,2024-03-11 00:00:00,false
c7,1,101,2024-03-04 10:03:00,true,colleague in copy,false,2024-03-11 00:00:00,false
c8,1,102,2024-03-04 10:04:00,true,asks elsewhere,false,2024-03-11 00:00:00,false
c9,1,-1,2024-03-04 10:05:00,true,automatic,false,2024-03-11 00:00:00,false
c10,1,,2024-03-04 10:06:00,true,nobody,true,2024-03-11 00:00:00,false
c11,7,777,2024-03-05 09:10:00,true,requester without record,false,2024-03-11 00:00:00,false
c12,7,888,2024-03-05 09:20:00,true,assignee without record,false,2024-03-11 00:00:00,false
c14,1,204,2024-03-04 10:07:00,true,answers without record,false,2024-03-11 00:00:00,false
c15,1,205,2024-03-04 10:08:00,true,answers without role,false,2024-03-11 00:00:00,false
c17,1,207,2024-03-04 10:10:00,true,answers and was an end user,false,2024-03-11 00:00:00,false
c16,1,206,2024-03-04 10:09:00,true,answers without role in the own organization,false,2024-03-11 00:00:00,false
c13,1,200,2024-03-04 11:00:00,true,removed,false,2024-03-11 00:00:00,true
"""

USERS = """
id,name,email,role,organization_id,active,suspended,created_at,external_id,_fivetran_synced,locale
100,Ann,ann@acme.test,end-user,900,true,false,2024-01-01 00:00:00,003A,2024-03-01 00:00:00,fr-CA
101,Bob,bob@acme.test,end-user,900,true,false,2024-01-01 00:00:00,,2024-03-01 00:00:00,en-US
102,Cleo,cleo@else.test,end-user,901,true,false,2024-01-01 00:00:00,,2024-03-01 00:00:00,
200,Dan,dan@us.test,agent,,true,false,2023-01-01 00:00:00,,2024-03-01 00:00:00,
201,Eve,eve@us.test,agent,,true,false,2023-01-01 00:00:00,,2024-03-01 00:00:00,
202,Fay,fay@us.test,end-user,,true,false,2023-01-01 00:00:00,,2024-03-01 00:00:00,
203,Gil,gil@us.test,end-user,,true,false,2023-01-01 00:00:00,,2024-03-01 00:00:00,
205,Hal,hal@us.test,,,true,false,2023-01-01 00:00:00,,2024-03-01 00:00:00,
206,Ida,ida@acme.test,,900,true,false,2023-01-01 00:00:00,,2024-03-01 00:00:00,
207,Jon,jon@else.test,end-user,,true,false,2023-01-01 00:00:00,,2024-03-01 00:00:00,
"""

USERS_LATER = """
id,name,email,role,organization_id,active,suspended,created_at,external_id,_fivetran_synced
200,Dan,dan@us.test,admin,,true,true,2023-01-01 00:00:00,,2024-03-10 00:00:00
201,Eve,eve@us.test,end-user,,false,false,2023-01-01 00:00:00,,2024-03-10 00:00:00
207,Jon,jon@else.test,,,true,false,2023-01-01 00:00:00,,2024-03-10 00:00:00
"""

OTHER_TABLES = {
    "zendesk/ticket#of_agents": """
        id,created_at,updated_at,status,requester_id,submitter_id,assignee_id,via_channel
        11,2024-03-08 09:00:00,2024-03-08 10:00:00,open,200,200,201,web
        12,2024-03-08 09:00:00,2024-03-08 10:00:00,open,200,201,201,web
        13,2024-03-08 09:00:00,2024-03-08 10:00:00,open,100,200,200,web
    """,
    "zendesk/ticket_comment#of_agents": """
        id,ticket_id,user_id,created,public,body
        c21,11,200,2024-03-08 09:00:00,true,an agent asks for help
        c22,11,201,2024-03-08 09:10:00,true,another one answers
        c23,11,200,2024-03-08 09:20:00,false,a note of the one who asked
        c24,12,201,2024-03-08 09:00:00,true,opened for a colleague
        c25,12,200,2024-03-08 09:10:00,true,the colleague writes
        c26,13,200,2024-03-08 09:00:00,true,opened for a caller
        c27,13,100,2024-03-08 09:10:00,true,the caller writes
    """,
    "zendesk/ticket#assigned": """
        id,created_at,updated_at,status,requester_id,assignee_id,via_channel,custom_topic
        10,2024-03-01 09:00:00,2024-03-01 10:00:00,open,102,202,chat,Refund
    """,
    "zendesk/ticket_tag": """
        ticket_id,tag,_fivetran_deleted
        1,zebra,false
        1,Login,false
        1,billing,true
        2,vip,false
        9,login,false
        9,billing,false
        10,billing,false
    """,
    "zendesk/group": """
        id,name
        10,Support
        11,
    """,
    "zendesk/organization": """
        id,name,external_id,created_at
        900,Acme,001A,2024-01-01 00:00:00
        901,Else,,2024-01-01 00:00:00
    """,
    "zendesk/domain_name": """
        organization_id,domain_name
        900,ACME.test
        901,else.test
        901,other.test
    """,
    "zendesk/schedule": """
        id,name,time_zone,start_time,end_time,created_at,_fivetran_deleted,_fivetran_synced
        s2,Nights,Eastern Time (US & Canada),2760,3240,2023-06-01 00:00:00,false,2024-03-01 00:00:00
        s2,Nights,Eastern Time (US & Canada),9960,120,2023-06-01 00:00:00,false,2024-03-01 00:00:00
        s0,Before,Europe/Paris,1920,2400,2022-01-01 00:00:00,true,2023-05-01 00:00:00
        s0,Before,Europe/Paris,1980,2400,2022-01-01 00:00:00,true,2024-03-01 09:30:00
        s1,Days,Europe/Paris,1980,2520,2023-01-01 00:00:00,false,2024-03-01 00:00:00
        s3,Always,Nuku'alofa,0,10080,2023-07-01 00:00:00,false,2024-03-01 00:00:00
        s4,No such hour,Europe/Paris,1980,2520,2023-08-01 00:00:00,false,2024-03-01 00:00:00
        s4,No such hour,Europe/Paris,10200,10300,2023-08-01 00:00:00,false,2024-03-01 00:00:00
        s5,Refused,Europe/Paris,1980,2520,2023-08-01 00:00:00,false,2024-03-01 00:00:00
        s5,Refused,Europe/Paris,noon,4000,2023-08-01 00:00:00,false,2024-03-01 00:00:00
    """,
    "zendesk/schedule_holiday": """
        schedule_id,name,start_date,end_date
        s1,Christmas,2024-12-25,2024-12-25
        s1,Closed,2024-12-25,2024-12-31
        s1,May,2024-05-01,2024-05-01
    """,
    "zendesk/ticket_schedule": """
        ticket_id,created_at,schedule_id
        9,2024-03-07 10:00:00,s2
        4,2024-03-05 09:00:00,s3
    """,
    "zendesk/ticket_sla_policy": """
        ticket_id,sla_policy_id,policy_applied_at
        1,70,2024-03-04 09:00:00
        1,71,2024-03-06 08:00:00
        2,72,2024-03-04 10:00:00
    """,
    "zendesk/sla_policy_metric_history": """
        sla_policy_id,index,sla_policy_updated_at,business_hours,metric,priority,target
        70,0,2024-01-01 00:00:00,true,first_reply_time,high,120
        70,0,2024-02-01 00:00:00,false,first_reply_time,high,90
        70,1,2024-02-01 00:00:00,true,requester_wait_time,,480
        70,2,2024-02-01 00:00:00,true,periodic_update_time,high,60
    """,
}
