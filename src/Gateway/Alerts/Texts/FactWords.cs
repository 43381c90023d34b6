using System.Text.Json;
using Gateway.Alerts.Events;
using Gateway.Configuration;

namespace Gateway.Alerts.Texts;

/// <summary>The names of an alert's facts.</summary>
internal static class FactWords
{
    /// <summary>The name in JSON, such as <c>period_start</c>.</summary>
    public static string NameOf(AlertFactName name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.ToString());

    public static string LabelOf(AlertFactName name, AlertLanguage language)
    {
        var (english, chinese) = Labels(name);
        return language switch
        {
            AlertLanguage.En => english,
            AlertLanguage.Zh => chinese,
        };
    }

    private static (string English, string Chinese) Labels(AlertFactName name) => name switch
    {
        AlertFactName.Threshold => ("percent", "百分比"),
        AlertFactName.Limit => ("limit", "限额"),
        AlertFactName.Currency => ("currency", "货币"),
        AlertFactName.Max => ("at most", "上限"),
        AlertFactName.Used => ("used", "已用"),
        AlertFactName.PeriodStart => ("counted since", "起算时间"),
        AlertFactName.Reason => ("reason", "原因"),
        AlertFactName.Backend => ("backend", "后端"),
        AlertFactName.Model => ("model", "模型"),
        AlertFactName.Date => ("date", "日期"),
        AlertFactName.Successor => ("use instead", "替代模型"),
        AlertFactName.Source => ("source", "来源"),
        AlertFactName.AgeDays => ("age in days", "天数"),
        AlertFactName.Pending => ("records waiting", "待写记录"),
        AlertFactName.LagSeconds => ("behind by seconds", "滞后秒数"),
        AlertFactName.FreeBytes => ("free bytes", "剩余字节"),
        AlertFactName.SizeBytes => ("bytes in all", "总字节"),
    };
}
