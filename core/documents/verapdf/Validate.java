import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files against every rule of PDF/UA-1 (ISO 14289-1) that a program can check. */
class Validate {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        int passed = 0;
        for (String file : files) {
            Map<String, String> broken = broken(file);
            System.out.println((broken.isEmpty() ? "ok      " : "FAILED  ") + file);
            broken.forEach((rule, where) -> System.out.println("        " + rule + ": " + where));
            passed += broken.isEmpty() ? 1 : 0;
        }
        System.out.println(passed + " passed, " + (files.length - passed) + " failed");
        System.exit(passed == files.length ? 0 : 1);
    }

    /** The rules that a file breaks, each with where it does first. A file of which nothing was checked breaks them all. */
    private static Map<String, String> broken(String file) throws Exception {
        PDFAFlavour profile = PDFAFlavour.PDFUA_1;
        Map<String, String> broken = new TreeMap<>();
        try (FileInputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, profile);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, each.getMessage() + " (" + each.getLocation().getContext() + ")");
                }
            }
            if (result.getTotalAssertions() == 0) {
                broken.put("all", "nothing in it was checked");
            }
            if (broken.isEmpty() && !result.isCompliant()) {
                broken.put("all", "it does not comply");
            }
        }
        return broken;
    }
}
