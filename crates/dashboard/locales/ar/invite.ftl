invite-subject = ربط { $business } بواتساب
invite-text = مرحبًا! تدعوكم { $partner } إلى ربط { $business } بواتساب. يستغرق ذلك نحو دقيقتين. يرجى فتح هذا الرابط على هاتفكم:
