"""交办事项台账: what two invented 调度会 assigned; two items are overdue on 30 September."""

from sample_data.works import day

# (number, meeting, item, owner, due, done or "", how it went)
ACTIONS = (
    ("2023-Q2-01", "04-11", "新农村建设点5月20日前全部进场施工", "区农办", "05-20", "05-15", "按时进场"),
    ("2023-Q2-02", "04-11", "衔接资金项目招投标6月底前完成", "区财政局", "06-30", "06-27", "全部完成"),
    ("2023-Q2-03", "04-11", "江坝村供水管材采购到位", "区住建局", "05-31", "06-16", "供货延误，推迟16天"),
    ("2023-Q2-04", "04-11", "各镇户厕问题清单逐户核实", "潭口镇", "05-15", "05-12", "已核实到村"),
    ("2023-Q3-01", "07-12", "茶元安置点污水处理站场地移交并复工", "区生态环境分局", "09-15", "", "二期场地仍未移交"),
    ("2023-Q3-02", "07-12", "上元村新农村建设点更换施工单位后复工", "潭口镇", "08-31", "", "合同已签，未进场"),
    ("2023-Q3-03", "07-12", "拨付率低于40%的项目逐个约谈", "区财政局", "08-15", "08-25", "推迟10天完成"),
    ("2023-Q3-04", "07-12", "资产移交台账补齐并开展镇级检查", "区农办", "10-31", "", "正在补录"),
)


def rows() -> list[dict]:
    """All items, by number."""
    return [
        {
            "action_id": number,
            "assigned_on": day(meeting),
            "item": item,
            "owner": owner,
            "due_on": day(due),
            "done_on": day(done) if done else None,
            "detail": detail,
        }
        for number, meeting, item, owner, due, done, detail in ACTIONS
    ]
