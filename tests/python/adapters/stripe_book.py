"""A hand-made Stripe account: one subscription for each trap, amounts in minor units."""

from __future__ import annotations

CUSTOMERS = """
    id,email,name,currency,created,is_deleted,livemode,metadata,_fivetran_synced
    cus_1,a@acme.com,Acme,eur,2024-01-01T08:00:00Z,false,true,"{""account_id"": ""A1""}",2024-01-02T00:00:00Z
    cus_2,b@b.com,Left,usd,2024-01-01T08:00:00Z,true,true,"{""account_id"": null}",2024-01-02T00:00:00Z
    cus_3,c@c.jp,Test,jpy,2024-01-01T08:00:00Z,,false,not json,2024-01-02T00:00:00Z
    cus_1,a@acme.com,Old name,eur,2024-01-01T08:00:00Z,false,true,,2024-01-01T00:00:00Z
"""
PRODUCTS = """
    id,name,_fivetran_synced
    prod_1,Desk,2024-01-02T00:00:00Z
    prod_1,Desk Pro,2024-06-02T00:00:00Z
    prod_2,Onboarding,2024-01-02T00:00:00Z
"""
PRICES = """
    id,product_id,currency,unit_amount,recurring_interval,recurring_interval_count
    small,prod_1,eur,1000,month,1
    big,prod_1,eur,2000,month,1
    yearly,prod_1,eur,12000,year,1
    yen,prod_1,jpy,1500,month,1
    dinar,prod_1,kwd,12345,month,1
    setup,prod_2,eur,5000,,
"""
PLANS = """
    id,product_id,currency,amount,interval,interval_count
    small,prod_old,usd,1,year,1
    quarterly,prod_1,eur,2700,month,3
"""
HISTORY = """
    id,customer_id,status,created,start_date,current_period_start,current_period_end,trial_start,trial_end,cancel_at_period_end,canceled_at,ended_at,_fivetran_active,_fivetran_start,_fivetran_synced
    s_up,cus_1,active,2024-02-01T10:00:00Z,,2024-03-01T10:00:00Z,2024-04-01T10:00:00Z,,,false,,,true,2024-02-01T10:00:05Z,2024-03-02T00:00:00Z
    s_trial,cus_1,trialing,2024-03-01T10:00:00Z,,2024-03-01T10:00:00Z,2024-03-15T10:00:00Z,2024-03-01T10:00:00Z,2024-03-15T10:00:00Z,false,,,false,2024-03-01T10:00:00Z,2024-03-16T00:00:00Z
    s_trial,cus_1,active,2024-03-01T10:00:00Z,,2024-03-15T10:00:00Z,2024-04-15T10:00:00Z,2024-03-01T10:00:00Z,2024-03-15T10:00:00Z,false,,,true,2024-03-15T10:00:00Z,2024-03-16T00:00:00Z
    s_quit,cus_1,active,2024-04-01T10:00:00Z,,2024-04-01T10:00:00Z,2024-05-01T10:00:00Z,,,false,,,false,2024-04-01T10:00:00Z,2024-04-21T00:00:00Z
    s_quit,cus_1,active,2024-04-01T10:00:00Z,,2024-04-01T10:00:00Z,2024-05-01T10:00:00Z,,,true,2024-04-10T10:00:00Z,,false,2024-04-10T10:00:00Z,2024-04-21T00:00:00Z
    s_quit,cus_1,canceled,2024-04-01T10:00:00Z,,2024-04-01T10:00:00Z,2024-05-01T10:00:00Z,,,true,2024-04-10T10:00:00Z,2024-04-20T10:00:00Z,true,2024-04-20T10:00:00Z,2024-04-21T00:00:00Z
    s_fail,cus_2,active,2024-04-01T10:00:00Z,,2024-04-01T10:00:00Z,2024-05-01T10:00:00Z,,,false,,,false,2024-04-01T10:00:00Z,2024-06-01T00:00:00Z
    s_fail,cus_2,past_due,2024-04-01T10:00:00Z,,2024-05-01T10:00:00Z,2024-06-01T10:00:00Z,,,false,,,false,2024-05-01T11:00:00Z,2024-06-01T00:00:00Z
    s_fail,cus_2,canceled,2024-04-01T10:00:00Z,,2024-05-01T10:00:00Z,2024-06-01T10:00:00Z,,,false,2024-05-22T10:00:00Z,2024-05-22T10:00:00Z,true,2024-05-22T10:00:00Z,2024-06-01T00:00:00Z
    s_open,cus_1,active,2025-05-01T10:00:00Z,2025-05-01T09:00:00Z,2025-06-01T10:00:00Z,2025-07-01T10:00:00Z,,,false,,,true,2025-05-01T10:00:00Z,2025-06-01T12:00:00Z
    s_void,cus_1,active,2025-06-01T10:00:00Z,,2025-06-01T10:00:00Z,2025-07-01T10:00:00Z,,,false,,,true,2025-06-01T10:00:00Z,2025-06-01T12:00:00Z
    s_idle,cus_1,active,2025-06-01T10:00:00Z,,2025-06-01T10:00:00Z,2025-07-01T10:00:00Z,,,false,,,true,2025-06-01T10:00:00Z,2025-06-01T12:00:00Z
    s_lone,cus_1,active,2024-07-01T10:00:00Z,,2024-07-01T10:00:00Z,2024-08-01T10:00:00Z,,,false,,,true,2024-07-01T10:00:00Z,2024-07-17T12:00:00Z
"""
SUBSCRIPTIONS = """
    id,customer_id,status,created,current_period_start,current_period_end,trial_start,trial_end,cancel_at_period_end,canceled_at,ended_at
    s_try,cus_3,trialing,2025-06-01T10:00:00Z,2025-06-01T10:00:00Z,2025-06-15T10:00:00Z,2025-06-01T10:00:00Z,2025-06-15T10:00:00Z,false,,
    s_end,cus_3,canceled,2025-01-01T10:00:00Z,2025-01-01T10:00:00Z,2025-02-01T10:00:00Z,,,false,2025-02-01T10:00:00Z,2025-02-01T10:00:00Z
    s_open,cus_9,unpaid,2025-05-01T10:00:00Z,,,,,,,
"""
ITEMS = """
    id,subscription_id,plan_id,quantity
    si_open,s_open,small,3
    si_open2,s_open,yen,2
    si_open3,s_open,setup,
    si_void,s_void,small,1
    si_try,s_try,dinar,1
    si_end,s_end,small,1
"""
INVOICES = """
    id,customer_id,subscription_id,status,created,due_date,currency,subtotal,tax,total,amount_due,amount_paid
    in_up1,cus_1,s_up,paid,2024-02-01T10:00:00Z,2024-02-15,eur,1000,200,1200,1200,1200
    in_up2,cus_1,s_up,open,2024-02-15T10:00:00Z,,eur,517,,517,517,0
    in_up3,cus_1,s_up,uncollectible,2024-03-01T10:00:00Z,,eur,2000,,2000,2000,0
    in_up4,cus_1,s_up,open,2024-03-17T10:00:00Z,,eur,-484,,-484,0,0
    in_trial1,cus_1,s_trial,paid,2024-03-01T10:00:00Z,,eur,0,,0,0,0
    in_trial2,cus_1,s_trial,paid,2024-03-15T10:00:00Z,,eur,6000,,6000,6000,6000
    in_quit,cus_1,s_quit,paid,2024-04-01T10:00:00Z,,eur,1000,,1000,1000,1000
    in_year,cus_1,s_year,paid,2024-05-16T10:00:00Z,,eur,11484,,11484,11484,11484
    in_month,cus_1,s_year,paid,2024-05-01T10:00:00Z,,eur,1000,,1000,1000,1000
    in_open1,cus_1,s_open,paid,2025-05-01T10:00:00Z,,eur,3000,,3000,3000,3000
    in_open2,cus_1,s_open,draft,2025-06-01T10:00:00Z,,eur,3000,,3000,3000,0
    in_void,cus_1,s_void,void,2025-06-01T10:00:00Z,,eur,1000,,1000,1000,0
    in_yen,cus_3,s_yen,paid,2024-06-01T10:00:00Z,,jpy,1500,,1500,1500,1500
    in_dinar,cus_3,s_dinar,paid,2024-06-01T10:00:00Z,,kwd,12345,,12345,12345,12345
    in_sale,cus_1,s_sale,paid,2024-06-01T10:00:00Z,,eur,3000,580,3480,3480,3480
    in_sale,cus_1,s_sale,paid,2024-06-01T10:00:00Z,,eur,3000,580,3480,3480,3480
    in_sale2,cus_1,s_sale2,paid,2024-06-01T10:00:00Z,,eur,2500,,2400,2400,2400
    in_old1,cus_1,sub_old,paid,2024-01-01T10:00:00Z,,eur,2700,,2700,2700,2700
    in_old2,cus_1,sub_old,paid,2024-04-01T10:00:00Z,,eur,2700,,2700,2700,2700
    in_lone,cus_1,s_lone,paid,2024-07-16T10:00:00Z,,eur,516,,516,516,516
    in_bare,cus_1,s_bare,paid,2024-07-16T10:00:00Z,,eur,960,,960,960,960
    in_blind,cus_1,s_blind,paid,2024-07-01T10:00:00Z,,eur,1516,,1516,1516,1516
"""
LINES = """
    id,invoice_id,amount,currency,period_start,period_end,plan_id,proration,quantity,subscription_id,subscription_item_id,type
    il_up1,in_up1,1000,eur,2024-02-01T10:00:00Z,2024-03-01T10:00:00Z,small,false,1,s_up,si_up,subscription
    il_up2,in_up2,-517,eur,2024-02-15T10:00:00Z,2024-03-01T10:00:00Z,small,true,1,s_up,si_up,subscription
    il_up3,in_up2,1034,eur,2024-02-15T10:00:00Z,2024-03-01T10:00:00Z,big,true,1,s_up,si_up,subscription
    il_up4,in_up3,2000,eur,2024-03-01T10:00:00Z,2024-04-01T10:00:00Z,big,false,1,s_up,si_up,subscription
    il_up5,in_up4,-968,eur,2024-03-17T10:00:00Z,2024-04-01T10:00:00Z,big,true,1,s_up,si_up,invoiceitem
    il_up6,in_up4,484,eur,2024-03-17T10:00:00Z,2024-04-01T10:00:00Z,small,true,1,s_up,si_up,invoiceitem
    il_trial1,in_trial1,0,eur,2024-03-01T10:00:00Z,2024-03-15T10:00:00Z,small,false,1,s_trial,si_trial,subscription
    il_trial2,in_trial2,1000,eur,2024-03-15T10:00:00Z,2024-04-15T10:00:00Z,small,false,1,s_trial,si_trial,subscription
    il_setup,in_trial2,5000,eur,2024-03-15T10:00:00Z,2024-03-15T10:00:00Z,setup,false,1,s_trial,,invoiceitem
    il_quit,in_quit,1000,eur,2024-04-01T10:00:00Z,2024-05-01T10:00:00Z,small,false,1,s_quit,si_quit,subscription
    il_month,in_month,1000,eur,2024-05-01T10:00:00Z,2024-06-01T10:00:00Z,small,false,1,s_year,si_year,subscription
    il_year1,in_year,-516,eur,2024-05-16T10:00:00Z,2024-06-01T10:00:00Z,small,true,1,s_year,si_year,subscription
    il_year2,in_year,12000,eur,2024-05-16T10:00:00Z,2025-05-16T10:00:00Z,yearly,false,1,s_year,si_year,subscription
    il_open1,in_open1,3000,eur,2025-05-01T10:00:00Z,2025-06-01T10:00:00Z,small,false,3,s_open,si_open,subscription
    il_open2,in_open2,3000,eur,2025-06-01T10:00:00Z,2025-07-01T10:00:00Z,small,false,3,s_open,si_open,subscription
    il_void,in_void,1000,eur,2025-06-01T10:00:00Z,2025-07-01T10:00:00Z,small,false,1,s_void,si_void,subscription
    il_yen,in_yen,1500,jpy,2024-06-01T10:00:00Z,2024-07-01T10:00:00Z,yen,false,1,s_yen,si_yen,subscription
    il_dinar,in_dinar,12345,kwd,2024-06-01T10:00:00Z,2024-07-01T10:00:00Z,dinar,false,1,s_dinar,si_dinar,subscription
    il_sale1,in_sale,1000,eur,2024-06-01T23:30:00Z,2024-07-01T23:30:00Z,small,false,1,s_sale,si_sale1,subscription
    il_sale2,in_sale,1000,eur,2024-06-01T23:30:00Z,2024-07-01T23:30:00Z,small,false,1,s_sale,si_sale2,subscription
    il_sale3,in_sale,1000,eur,2024-06-01T23:30:00Z,2024-07-01T23:30:00Z,small,false,1,s_sale,si_sale3,subscription
    il_mix1,in_sale2,-500,eur,2024-06-01T10:00:00Z,2024-06-11T10:00:00Z,small,true,1,s_sale2,si_mix,subscription
    il_mix2,in_sale2,2000,eur,2024-06-11T10:00:00Z,2024-07-11T10:00:00Z,big,false,1,s_sale2,si_mix,subscription
    il_mix3,in_sale2,1000,eur,2024-06-11T10:00:00Z,2024-07-11T10:00:00Z,small,false,1,s_sale2,si_mix2,subscription
    sub_old,in_old1,2700,eur,2024-01-01T10:00:00Z,2024-04-01T10:00:00Z,quarterly,false,1,sub_old,,subscription
    sub_old,in_old2,2700,eur,2024-04-01T10:00:00Z,2024-07-01T10:00:00Z,quarterly,false,1,sub_old,,subscription
    il_lone,in_lone,516,eur,2024-07-16T10:00:00Z,2024-08-01T10:00:00Z,small,true,1,s_lone,si_lone,subscription
    il_bare,in_bare,960,eur,2024-07-16T10:00:00Z,2024-08-15T10:00:00Z,small,true,1,s_bare,si_bare,subscription
    il_what,in_bare,100,eur,2024-07-16T10:00:00Z,2024-08-15T10:00:00Z,secret,true,1,s_bare,si_bare,subscription
    il_blind1,in_blind,1000,eur,2024-07-01T10:00:00Z,2024-08-01T10:00:00Z,secret,false,1,s_blind,si_blind,subscription
    il_blind2,in_blind,516,eur,2024-07-16T10:00:00Z,2024-08-01T10:00:00Z,secret,true,1,s_blind,si_blind,subscription
"""
CHARGES = """
    id,customer_id,invoice_id,amount,amount_refunded,currency,created,status,failure_code
    ch_1,cus_1,in_up1,1200,300,eur,2024-02-01T10:05:00Z,failed,card_declined
    ch_2,cus_1,in_up1,1200,300,eur,2024-02-02T10:05:00Z,succeeded,
    ch_3,cus_3,in_yen,1500,0,jpy,2024-06-01T10:05:00Z,pending,
    ch_3,cus_3,in_yen,1500,0,jpy,2024-06-01T10:05:00Z,pending,
"""
REFUNDS = """
    id,charge_id,amount,currency,created,reason,status
    re_1,ch_2,300,eur,2024-02-10T10:00:00Z,requested_by_customer,succeeded
    re_2,ch_2,100,eur,2024-02-11T10:00:00Z,duplicate,failed
    re_3,ch_3,500,jpy,2024-06-11T10:00:00Z,duplicate,
"""
CREDIT_NOTES = """
    id,invoice_id,refund_id,amount,currency,created,reason,status
    cn_1,in_up1,re_1,500,eur,2024-02-10T09:00:00Z,order_change,issued
    cn_2,in_up1,,700,eur,2024-02-10T09:00:00Z,order_change,void
    cn_3,in_dinar,,2345,kwd,2024-06-10T09:00:00Z,,issued
    cn_4,in_yen,re_3,500,jpy,2024-06-10T09:00:00Z,duplicate,issued
"""

BOOK = {
    "customer": CUSTOMERS,
    "product": PRODUCTS,
    "price": PRICES,
    "plan": PLANS,
    "subscription_history": HISTORY,
    "subscription": SUBSCRIPTIONS,
    "subscription_item": ITEMS,
    "invoice": INVOICES,
    "invoice_line_item": LINES,
    "charge": CHARGES,
    "refund": REFUNDS,
    "credit_note": CREDIT_NOTES,
}
