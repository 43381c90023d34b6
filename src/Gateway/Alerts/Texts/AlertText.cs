using System.Globalization;
using System.Text;
using Gateway.Alerts.Events;
using Gateway.Configuration;

namespace Gateway.Alerts.Texts;

/// <summary>Writes alerts for people. Several at once become one message.</summary>
internal static class AlertText
{
    // A backend's own words; longer ones help nobody.
    private const int MostOfAValue = 300;

    public static string TestOf(AlertLanguage language) => language switch
    {
        AlertLanguage.En => "[Gateway] Test: alerts arrive here.",
        AlertLanguage.Zh => "[网关] 测试：告警可以送达此处。",
    };

    /// <summary>Joins as much news as fits.</summary>
    /// <param name="news">The news; the first is always taken, cut if it has to be.</param>
    /// <param name="language">The language.</param>
    /// <param name="mostBytes">What a message may have in UTF-8.</param>
    /// <param name="plain">Makes the receiver's own marks harmless, in words that are not ours.</param>
    public static (string Text, int Count) Join(
        IReadOnlyList<AlertNews> news, AlertLanguage language, int mostBytes, Func<string, string> plain)
    {
        var (text, count) = (Cut(Of(news[0], language, plain), mostBytes), 1);
        for (; count < news.Count; count++)
        {
            var longer = text + "\n\n" + Of(news[count], language, plain);
            if (Encoding.UTF8.GetByteCount(longer) > mostBytes)
            {
                break;
            }

            text = longer;
        }

        return (text, count);
    }

    /// <summary>Writes one piece of news, with its facts and advice.</summary>
    public static string Of(AlertNews news, AlertLanguage language, Func<string, string> plain)
    {
        var words = AlertWords.Of(news.Event.Kind, language, news.Event.Level);
        var (subject, isChinese) = (plain(OneLine(news.Event.Subject)), language == AlertLanguage.Zh);
        var text = new StringBuilder(isChinese ? "[网关] " : "[Gateway] ")
            .Append(news.IsOver ? (isChinese ? "恢复：" : "Over: ") : (isChinese ? "告警：" : "Alert: "))
            .AppendFormat(CultureInfo.InvariantCulture, news.IsOver ? words.Over : words.Raised, subject, news.Event.Level);
        foreach (var fact in news.IsOver ? [] : news.Event.Facts)
        {
            Line(FactWords.LabelOf(fact.Name, language), plain(OneLine(fact.Value)));
        }

        Line(isChinese ? "开始" : "since", At(news.Since));
        if (news.OverAt is { } over)
        {
            Line(isChinese ? "结束" : "until", At(over));
        }

        if (news.Count > 1)
        {
            Line(isChinese ? "次数" : "times", news.Count.ToString(CultureInfo.InvariantCulture));
        }

        return news.IsOver
            ? text.ToString()
            : text.Append('\n').AppendFormat(CultureInfo.InvariantCulture, words.WayOut, subject).ToString();

        void Line(string label, string value) => text.Append('\n').Append(label).Append(isChinese ? "：" : ": ").Append(value);
    }

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // Nobody writes a line of his own into a message.
    private static string OneLine(string value)
    {
        var line = string.Concat(value.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > MostOfAValue ? line[..MostOfAValue] + "..." : line;
    }

    private static string Cut(string text, int mostBytes)
    {
        while (Encoding.UTF8.GetByteCount(text) > mostBytes)
        {
            text = text[..^Math.Max(1, (Encoding.UTF8.GetByteCount(text) - mostBytes) / 4)];
        }

        return text;
    }
}
