from django import forms
from django.utils.translation import gettext_lazy as _

#: What each action of the portal is called in the journal.
ACTIONS = {
    "sessions.open": _("登录"),
    "sessions.close": _("退出"),
    "sessions.refuse": _("登录失败"),
    "sessions.lock": _("登录锁定"),
    "sessions.not_confirmed": _("再次输入密码有误"),
    "units.create": _("新增单位"),
    "units.change": _("修改单位"),
    "posts.create": _("设立职务"),
    "posts.abolish": _("撤销职务"),
    "people.create": _("新增人员"),
    "people.change": _("修改人员"),
    "people.set_password": _("设置密码"),
    "appointments.begin": _("任职"),
    "appointments.end": _("免职"),
    "grants.give": _("授权"),
    "grants.withdraw": _("收回授权"),
    "incentives.propose": _("提出激励"),
    "incentives.review": _("审核激励"),
    "incentives.decide": _("登记激励决定"),
    "incentives.handle": _("登记激励办理情况"),
    "incentives.publish": _("公布激励"),
    "incentives.revoke": _("撤销激励"),
    "quarters.report": _("报送干预司法活动季度报告"),
    "workdays.enter": _("登记年度放假安排"),
    "workdays.set_day": _("登记工作日"),
    "workdays.clear_day": _("恢复工作日原安排"),
    "regulations.load": _("导入制度"),
    "obligations.open_year": _("生成年度履职事项"),
    "records.log": _("新增履职记录"),
    "records.change": _("修改履职记录"),
    "records.submit": _("提交履职记录"),
    "records.withdraw": _("撤回履职记录"),
    "records.discard": _("删除履职记录草稿"),
    "records.confirm": _("核实履职记录"),
    "records.give_back": _("退回履职记录"),
    "records.strike": _("撤销履职记录"),
    "waivers.grant": _("免除履职事项"),
    "waivers.reinstate": _("恢复履职事项"),
    "evidence.receive": _("上传佐证材料"),
    "evidence.remove": _("移除佐证材料"),
    "calendar.renew": _("生成日历订阅地址"),
    "calendar.withdraw": _("停用日历订阅"),
    "spot_checks.draw": _("抽取抽查样本"),
    "report_batches.order": _("批量生成述法报告"),
    "report_batches.cancel": _("停止批量生成"),
    "report_batches.resume": _("继续批量生成"),
    "report_batches.quarantine": _("隔离未能生成的报告"),
    "report_batches.finish": _("完成批量生成"),
    "report_batches.fail": _("批量生成未能完成"),
    "report_batches.hand_out": _("下载批量报告"),
    "report_batches.drop": _("清除到期的批量报告"),
    "spot_checks.look": _("记录抽查结论"),
    "schemes.draft": _("起草指标体系"),
    "schemes.revise": _("修改指标体系草案"),
    "schemes.put_in_force": _("施行指标体系"),
    "schemes.discard": _("删除指标体系草案"),
    "results.enter": _("录入年度考核结果"),
    "score_items.attach": _("上传加减分材料"),
    "score_items.detach": _("移除加减分佐证"),
    "score_items.enter": _("录入加减分事项"),
    "score_items.confirm": _("复核加减分事项"),
    "score_items.refuse": _("退回加减分事项"),
    "score_items.withdraw": _("撤销加减分事项"),
    "outcomes.hand_over": _("移交问责和激励结果"),
    "outcomes.withdraw": _("撤回问责和激励结果"),
    "inspections.plan": _("拟定督查"),
    "inspections.commit": _("封存抽取名单"),
    "inspections.draw": _("抽取"),
    "inspections.order": _("下达督查"),
    "inspections.withdraw": _("取消督查"),
    "inspections.begin": _("开始督查"),
    "inspections.write_paper": _("填写工作底稿"),
    "inspections.sign_papers": _("底稿复核签字"),
    "inspections.keep_file": _("上传督查材料"),
    "inspections.remove_file": _("移除督查材料"),
    "inspections.add_finding": _("增加问题"),
    "inspections.change_finding": _("修改问题"),
    "inspections.drop_finding": _("删除问题"),
    "inspections.praise": _("记录好的做法"),
    "inspections.feed_back": _("反馈问题"),
    "inspections.publish": _("发布通报"),
    "inspections.answer_finding": _("报送整改情况"),
    "inspections.accept_rectification": _("验收销号"),
    "inspections.send_back_rectification": _("退回整改"),
    "reports.begin": _("起草述法报告"),
    "reports.write": _("修改述法报告"),
    "reports.submit": _("提交述法报告"),
    "reports.send_back": _("退回述法报告"),
    "reports.correct": _("更正述法报告"),
    "reports.evaluate": _("评议述法报告"),
    "reports.set_term": _("设定述法期限"),
    "demo.seed": _("写入演示数据"),
}


class JournalFilter(forms.Form):
    since = forms.DateField(
        label=_("起始日期"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("截止日期"), required=False, widget=forms.DateInput({"type": "date"})
    )
    action = forms.ChoiceField(
        label=_("操作"), required=False, choices=[("", _("全部")), *ACTIONS.items()]
    )
    q = forms.CharField(label=_("操作人或单位"), required=False, max_length=60)

    def apply(self, rows):
        """``rows`` narrowed to what was asked for."""
        if not self.is_valid():
            return rows
        asked = self.cleaned_data
        if asked["since"]:
            rows = rows.filter(at__date__gte=asked["since"])
        if asked["until"]:
            rows = rows.filter(at__date__lte=asked["until"])
        if asked["action"]:
            rows = rows.filter(action=asked["action"])
        if asked["q"]:
            rows = rows.concerning(asked["q"])
        return rows
