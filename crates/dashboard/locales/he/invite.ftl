invite-subject = חיבור { $business } לוואטסאפ
invite-text = שלום! { $partner } מזמינים אותך לחבר את { $business } לוואטסאפ. זה לוקח כשתי דקות. יש לפתוח את הקישור הזה בטלפון:
