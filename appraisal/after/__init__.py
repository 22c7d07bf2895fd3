"""After a report is issued: corrections, supplements, new appraisals, redacted versions, the catalogue of the file.

Three of them are often taken for each other. A correction (补正) mends slips of writing and changes no finding; a
supplement (补充鉴定) is a further report in the same case, on new material or questions; a new appraisal (重新鉴定) is
a case of its own, by other people, who do not see what the first ones found.
"""
