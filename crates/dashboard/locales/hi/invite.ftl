invite-subject = { $business } को WhatsApp से जोड़ें
invite-text = नमस्ते! { $partner } आपको { $business } को WhatsApp से जोड़ने के लिए आमंत्रित करता है। इसमें लगभग दो मिनट लगते हैं। कृपया यह लिंक अपने फ़ोन पर खोलें:
